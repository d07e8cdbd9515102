import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkPackages } from '../workspace/linked-packages.ts';
import { buildCheck } from './build-check.ts';
import type { Checked } from './check.ts';

const modules = join(import.meta.dirname, '../../../node_modules');
const build = `node -e "fs.rmSync('dist', { recursive: true, force: true })" && tsc -p tsconfig.build.json`;
const project = JSON.stringify({
  compilerOptions: {
    ...{ module: 'nodenext', types: [], rootDir: 'src', outDir: 'dist', sourceMap: true },
    ...{ rewriteRelativeImportExtensions: true },
  },
  include: ['src'],
});

let scratch: string;
let folder: string;
beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'plinth-build-'));
  folder = join(scratch, 'service');
  mkdirSync(folder);
  await linkPackages(folder, ['@typescript/native'], modules);
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

/** Builds a program in the folder that held another one; its output of that time is gone, as a slot has it. */
async function built(sources: Readonly<Record<string, string>>, fresh = false): Promise<Checked> {
  for (const name of ['src', 'dist']) rmSync(join(folder, name), { recursive: true, force: true });
  const files = new Map(Object.entries({ ...sources, 'tsconfig.build.json': project }));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', scripts: { build } }),
  );
  const manifest = { scripts: { build }, dependencies: {}, devDependencies: {}, fields: {} };
  const program = { fingerprint: '', units: [], files: new Set(files.keys()), manifest };
  const bench = { folder, env: process.env, program, fresh };
  return buildCheck(bench, []);
}

const output = (): readonly string[] =>
  readdirSync(join(folder, 'dist'), { recursive: true }).map(String).sort();
const one = "import { two } from './two.ts';\nexport const one: number = two;\n";

test('a program has the output of its own files, and of none that the one before had', async () => {
  await built({
    'src/one.ts': one,
    'src/two.ts': 'export const two = 2;\n',
    'src/gone.ts': 'export {};\n',
  });
  expect(output()).toContain('gone.js');
  expect(
    (await built({ 'src/one.ts': one, 'src/two.ts': 'export const two = 3;\n' })).failures,
  ).toEqual([]);
  expect(output()).toEqual(['one.js', 'one.js.map', 'two.js', 'two.js.map']);
  const { one: value } = (await import(join(folder, 'dist/one.js'))) as { readonly one: number };
  expect(value).toBe(3);
});

test('what a changed file breaks elsewhere is seen, and the next program begins anew', async () => {
  await built({ 'src/one.ts': one, 'src/two.ts': 'export const two = 2;\n' });
  const { failures } = await built({
    'src/one.ts': one,
    'src/two.ts': "export const two = 'a';\n",
  });
  expect(failures[0]?.output).toMatch(/src\/one\.ts.*TS2322/s);
  expect(
    (await built({ 'src/one.ts': one, 'src/two.ts': 'export const two = 4;\n' })).failures,
  ).toEqual([]);
  expect(output()).toEqual(['one.js', 'one.js.map', 'two.js', 'two.js.map']);
});

test('nothing is remembered for a program that is built anew', async () => {
  await built({ 'src/two.ts': 'export const two = 2;\n' }, true);
  expect(existsSync(join(scratch, 'build.tsbuildinfo'))).toBe(false);
  expect(output()).toEqual(['two.js', 'two.js.map']);
});

test('a compiler that knows no threads is not told of them', async () => {
  const tsc = join(folder, 'node_modules/.bin/tsc');
  rmSync(tsc);
  symlinkSync(join(modules, 'typescript/bin/tsc6'), tsc);
  expect((await built({ 'src/two.ts': 'export const two = 2;\n' })).failures).toEqual([]);
  expect(output()).toContain('two.js');
});
