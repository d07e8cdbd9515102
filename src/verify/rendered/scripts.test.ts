import { expect, test } from 'vitest';
import { scripts } from './scripts.ts';
import { found } from './testing.ts';

const manifest = {
  'package.json': '{ "scripts": { "dev": "node .", "db:init": "npm run build && node ." } }',
};

test('a script that is told to be run, and is not there, is found wherever that stands', async () => {
  const files = {
    ...manifest,
    'README.md': 'Run `npm run load:smoke`, or `npm test`.\n',
    'docs/a.md': '```sh\nTOKEN=$(npm run --silent load:token) node --run e2e\n```\n',
    'src/cli.ts': 'const usage = `Usage: npm run queue -- COMMAND`;\n',
    '.gitlab-ci.yml': 'script:\n  - npm run format:check\n',
  };
  const missing = (path: string, name: string) =>
    `${path}: tells to run "${name}", and package.json has no such script`;
  expect(await found(scripts(), files)).toEqual([
    missing('.gitlab-ci.yml', 'format:check'),
    missing('README.md', 'load:smoke'),
    missing('README.md', 'test'),
    missing('docs/a.md', 'load:token'),
    missing('docs/a.md', 'e2e'),
    missing('package.json', 'build'),
    missing('src/cli.ts', 'queue'),
  ]);
});

test('so is one of the list of commands', async () => {
  const names = '{ "scripts": { "dev": "", "db:init": "" } }';
  const list =
    '## Commands\n\n- `dev`, `lint`: a\n- `db:init`: b\n- see `c`\n\n## More\n\n- `d`: e\n';
  expect(await found(scripts(), { 'package.json': names, 'README.md': list })).toEqual([
    'README.md: tells to run "lint", and package.json has no such script',
  ]);
});

test('scripts that are there may be named, in a sentence too', async () => {
  const text = 'Each is run as `npm run dev`. Then npm run db:init.\n';
  const files = {
    'package.json': '{ "scripts": { "dev": "", "db:init": "" } }',
    'README.md': text,
  };
  expect(await found(scripts(), files)).toEqual([]);
});
