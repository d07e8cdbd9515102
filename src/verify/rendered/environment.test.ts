import typescript from 'typescript';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../pack/testing.ts';
import { codeFacts } from './code-facts.ts';
import { environment } from './environment.ts';
import { markdownFacts } from './markdown-facts.ts';
import { found } from './testing.ts';
import { oncePerFile } from './text-file.ts';

const check = () =>
  environment(
    oncePerFile((file) => codeFacts(typescript, file)),
    oncePerFile(markdownFacts),
  );

/** A service in which everything is in order. CACHE_URL is what the small pack has in other services. */
const service: Files = {
  '.env.example': [
    '# Where it listens.',
    'PORT=3000',
    '',
    '# The database.',
    '# Required in production.',
    '# DATABASE_URL=',
    '',
    "QUOTED='a b'",
    '',
  ].join('\n'),
  'src/config.ts': [
    'const schema = Type.Object({',
    '  PORT: Type.Integer({ default: 3_000 }),',
    '  DATABASE_URL: Type.Optional(Type.String()),',
    "  QUOTED: Type.String({ default: 'a b' }),",
    '  CACHE_URL: Type.Optional(Type.String()),',
    '});',
    "const home = process.env['HOME'];",
    '',
  ].join('\n'),
  'src/cli.ts': 'const { BASE_URL, OTHER: other } = process.env;\n',
  'src/a.test.ts': "const only = process.env['ONLY_IN_TESTS'];\n",
  'ops/compose.yaml': [
    'services:',
    '  app: { build: ., depends_on: [db], environment: { DATABASE_URL: a } }',
    '  job: { build: ., command: [x], environment: { PORT: 1 } }',
    '  db: { image: "${PORT}", environment: { DB_USER: "${DB_USER:-a}" } }',
    '',
  ].join('\n'),
  'README.md': '`BASE_URL` and `OTHER` are read, and `DATABASE_URL`.\n',
};

test('a service in order has no problem', async () => {
  expect(await found(check(), service)).toEqual([]);
});

/** The service with one text replaced. */
const changed = (path: string, from: string, to: string): Files => {
  const text = service[path] ?? '';
  expect(text).toContain(from);
  return { ...service, [path]: text.replace(from, to) };
};

describe('code', () => {
  test.each([
    ['PORT=3000\n', '', 'src/config.ts: reads PORT, and .env.example does not have it'],
    [
      'PORT=3000',
      'PORT=8080',
      'src/config.ts: takes PORT to be 3000 when it is not set, and .env.example says 8080',
    ],
    ['PORT=3000', 'PORT=3000\n\nUNREAD=1', '.env.example: has UNREAD, and no code reads it'],
  ])('.env.example with %j as %j', async (from, to, message) => {
    const files = changed('.env.example', from, to);
    expect(await found(check(), { ...files, 'ops/compose.yaml': '' })).toEqual([message]);
  });

  test.each([
    ['CACHE_URL: Type.Optional(Type.String())', 'CACHE_URL: Type.String()', 'CACHE_URL'],
    ['CACHE_URL:', 'NEW_URL:', 'NEW_URL'],
    ["process.env['HOME']", "env['SECRET']", 'SECRET'],
    ["process.env['HOME']", '__ENV.SECRET', 'SECRET'],
  ])('%s as %s', async (from, to, name) => {
    expect(await found(check(), changed('src/config.ts', from, to))).toEqual([
      `src/config.ts: reads ${name}, and .env.example does not have it`,
    ]);
  });

  test('a variable of a program of its own that no document names', async () => {
    expect(await found(check(), changed('README.md', '`OTHER`', 'other'))).toEqual([
      'src/cli.ts: reads OTHER, and .env.example does not have it',
    ]);
  });
});

test.each([
  ['{ DATABASE_URL: a }', '{}', 'does not give app DATABASE_URL, which production needs'],
  ['{ PORT: 1 }', '{ PROT: 1 }', 'gives job PROT, and .env.example does not have it'],
  ['"${PORT}"', '"${TAG}"', 'takes TAG from outside, and .env.example does not have it'],
  ['[db]', '[store]', 'has app wait for store, which it does not run'],
])('compose with %s as %s', async (from, to, message) => {
  expect(await found(check(), changed('ops/compose.yaml', from, to))).toEqual([
    `ops/compose.yaml: ${message}`,
  ]);
});

describe('documents', () => {
  test('a variable that only other services have', async () => {
    const files = changed('README.md', 'are read', 'are read, like CACHE_URL');
    expect(await found(check(), files)).toEqual([
      'README.md: names CACHE_URL, which .env.example of this service does not have',
    ]);
  });

  test('what production needs, and nothing explains', async () => {
    expect(await found(check(), changed('README.md', '`DATABASE_URL`', 'more'))).toEqual([
      '.env.example: has production need DATABASE_URL, and no document does',
    ]);
  });
});
