import { expect, test } from 'vitest';
import { markdownFacts } from './markdown-facts.ts';
import { namedFiles } from './named-files.ts';
import { found } from './testing.ts';
import { oncePerFile } from './text-file.ts';

const check = () => namedFiles(oncePerFile(markdownFacts));

const service = {
  'src/main.ts': '',
  'src/core/http.ts': '',
  'docs/a.md': '',
  'ops/sandbox.mjs': '',
};

test('a file that a script, an operational file or a document names, and that is not there, is found', async () => {
  const files = {
    ...service,
    'package.json': '{ "scripts": { "queue": "node --env-file=.env src/queue/cli.ts" } }',
    Dockerfile: 'COPY src/assets assets\n# COPY src/none none\nCMD ["node", "dist/server.js"]\n',
    'ops/compose.yaml': 'command: [node, dist/queue/cli.js, up]\n',
    'README.md': 'See `src/practices/` and `docs/none.md`.\n',
  };
  expect(await found(check(), files)).toEqual([
    'package.json: names src/queue/cli.ts, which is not there',
    'README.md: names src/practices/, which is not there',
    'README.md: names docs/none.md, which is not there',
    'Dockerfile: names src/assets, which is not there',
    'Dockerfile: names dist/server.js, which is not there',
    'ops/compose.yaml: names dist/queue/cli.js, which is not there',
  ]);
});

test('files, folders, what the build makes of them and paths of other things are right', async () => {
  const files = {
    ...service,
    'package.json': '{ "scripts": { "start": "node dist/main.js", "dev": "node src/main.ts" } }',
    Dockerfile: 'FROM node/slim\nCOPY src ./src\nCMD ["node", "dist/core/http.js"]\n',
    'README.md':
      '`src/core/` `src/<module>/` `src/**/*.ts` `application/json` `docs/a.md` `/srv/src/none` docs/none.md\n',
    '.github/workflows/ci.yml': 'uses: actions/checkout@v1\nwith: { path: src/core }\n',
  };
  expect(await found(check(), files)).toEqual([]);
});
