import { expect, test } from 'vitest';
import { namedFiles } from './named-files.ts';

test.each([
  ["import { a } from './a.ts';", 'src/core/a.ts'],
  ["export * from '../main.ts'", 'src/main.ts'],
  ["await import('./late.ts')", 'src/core/late.ts'],
  ["new URL('./cli.ts', import.meta.url)", 'src/core/cli.ts'],
  ["spawn(process.execPath, ['src/main.ts'])", 'src/main.ts'],
  ["// it's here\nimport './a.ts';", 'src/core/a.ts'],
  ['import "./a.ts";', 'src/core/a.ts'],
])('%s names a file', (text, path) => {
  expect(namedFiles('src/core/x.ts', text).paths).toContain(path);
});

test('a path that leaves the service is none of its files', () => {
  expect(namedFiles('x.ts', "import '../outside.ts'").paths).not.toContain('../outside.ts');
});

test('packages are known by name, whatever of them is imported', () => {
  const { packages } = namedFiles(
    'x.ts',
    "import 'kysely/migration'; import '@fastify/swagger/x';",
  );
  expect([...packages]).toEqual(['kysely', '@fastify/swagger']);
});

test.each([
  ["import { readFile } from 'node:fs/promises';", true],
  ["import { spawn } from 'child_process';", true],
  ["import { Worker } from 'node:worker_threads';", true],
  ['await import(name)', true],
  ['require(name)', true],
  ["await import('./a.ts')", false],
  ["import { join } from 'node:path';", false],
])('%s reaches files that it does not name: %s', (text, reaches) => {
  expect(namedFiles('x.ts', text).reaches).toBe(reaches);
});
