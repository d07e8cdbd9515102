import { expect, test } from 'vitest';
import { programOf, type Program } from './program.ts';
import { treeWith } from './testing.ts';

const manifest = {
  name: 'service',
  type: 'module',
  scripts: { build: 'tsc -p tsconfig.build.json', test: 'vitest run', 'load:smoke': 'k6 run' },
  dependencies: { kysely: '1.0.0', jose: '1.0.0' },
  devDependencies: {
    vitest: '1.0.0',
    'squawk-cli': '1.0.0',
    '@types/k6': '1.0.0',
    'create-plinth': '0.1.0',
  },
};
const files = {
  'package.json': JSON.stringify(manifest),
  'tsconfig.json': '{}',
  'tsconfig.build.json': '{ "include": ["src"] }',
  'vitest.config.ts': 'export default {};',
  'README.md': '# Service',
  'src/main.ts': "import { db } from './db.ts';",
  'src/db.ts': "import 'kysely'; export const db = 1;",
  'src/db.test.ts': "import './db.ts';",
  'src/sum.ts': 'export const sum = 1;',
  'src/sum.test.ts': "import './sum.ts'; import 'squawk-cli';",
  'test/load/load.ts': "import 'k6';",
};
const program = (changes: Readonly<Record<string, string>> = {}): Program =>
  programOf(treeWith({ ...files, ...changes }), {});
const withManifest = (changes: object): Program =>
  program({ 'package.json': JSON.stringify({ ...manifest, ...changes }) });

/** The units that a change gives another fingerprint. */
function affected(changed: Program): readonly string[] {
  const before = new Set(program().units.map(({ fingerprint }) => fingerprint));
  return changed.units
    .filter(({ fingerprint }) => !before.has(fingerprint))
    .map(({ check, test: path }) => path ?? check);
}

test('each check is affected by what it reads, and by nothing else', () => {
  expect(affected(program({ 'README.md': '# Other' }))).toEqual([]);
  expect(affected(program({ 'src/sum.ts': 'export const sum = 2;' }))).toEqual([
    'types',
    'lint',
    'build',
    'boot',
    'src/sum.test.ts',
  ]);
  expect(affected(program({ 'test/load/load.ts': '' }))).toEqual(['types', 'lint']);
  expect(affected(program({ 'vitest.config.ts': 'export default { test: {} };' }))).toEqual([
    'types',
    'lint',
    'src/db.test.ts',
    'src/sum.test.ts',
  ]);
  expect(affected(program({ 'tsconfig.json': '{ "strict": true }' }))).toHaveLength(6);
});

test('of package.json the fields, scripts and versions count that a check can notice', () => {
  expect(affected(withManifest({ name: 'other', version: '2.0.0' }))).toEqual([]);
  expect(affected(withManifest({ overrides: { pino: '9.0.0' } }))).toEqual([]);
  const scripts = { ...manifest.scripts, 'load:smoke': 'k6 run --quiet' };
  expect(affected(withManifest({ scripts }))).toEqual([]);
  expect(affected(withManifest({ type: 'commonjs' }))).toHaveLength(6);
  expect(affected(withManifest({ dependencies: { kysely: '2.0.0', jose: '1.0.0' } }))).toEqual([
    'types',
    'lint',
    'build',
    'boot',
    'src/db.test.ts',
  ]);
  // Nothing imports it.
  expect(affected(withManifest({ dependencies: { kysely: '1.0.0', jose: '2.0.0' } }))).toEqual([]);
  const tools = { ...manifest.devDependencies, vitest: '2.0.0' };
  expect(affected(withManifest({ devDependencies: tools }))).toHaveLength(6);
  const named = { ...manifest.devDependencies, 'squawk-cli': '2.0.0' };
  // The build compiles all of src, tests too.
  expect(affected(withManifest({ devDependencies: named }))).toEqual([
    'types',
    'lint',
    'build',
    'boot',
    'src/sum.test.ts',
  ]);
  const types = { ...manifest.devDependencies, '@types/k6': '2.0.0' };
  expect(affected(withManifest({ devDependencies: types }))).toEqual(['types', 'lint']);
  const engine = { ...manifest.devDependencies, 'create-plinth': '9.9.9' };
  expect(affected(withManifest({ devDependencies: engine }))).toEqual([]);
});

test('a program is the files that are run, compiled or configure these', () => {
  expect(program().files.has('README.md')).toBe(false);
  expect(program().files.has('tsconfig.build.json')).toBe(true);
  // Once a file may read anything, everything counts.
  const reader = program({ 'src/sum.ts': "import 'node:fs';" });
  expect(reader.files.has('README.md')).toBe(true);
});

test('without Vitest the tests are one unit, which reads the whole program', () => {
  const units = withManifest({ scripts: { test: 'node --test' } }).units;
  expect(units.filter(({ check }) => check === 'tests')).toMatchObject([{ test: undefined }]);
});

test('tests that break servers are another tier', () => {
  const { units } = program({ 'src/db.fault.test.ts': "import './db.ts';" });
  expect(units.map(({ test: path }) => path)).not.toContain('src/db.fault.test.ts');
});
