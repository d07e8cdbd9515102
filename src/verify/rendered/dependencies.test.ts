import typescript from 'typescript';
import { describe, expect, test } from 'vitest';
import { loadSmallPack } from '../../pack/testing.ts';
import { codeFacts } from './code-facts.ts';
import { declaredDependencies } from './declared-dependencies.ts';
import { found } from './testing.ts';
import { oncePerFile } from './text-file.ts';
import { usedDependencies } from './used-dependencies.ts';

const readCode = oncePerFile((file) => codeFacts(typescript, file));

const manifest = {
  'package.json': JSON.stringify({
    scripts: { test: 'runner run', plinth: 'plinth' },
    dependencies: { lru: '1.0.0', '@scope/pg': '1.0.0' },
    devDependencies: { runner: '1.0.0', '@types/k6': '1.0.0', '@types/scope__pg': '1.0.0' },
  }),
  'tsconfig.build.json': '{ "include": ["src"], "exclude": ["src/**/*.test.ts", "src/testing"] }',
};

describe('declared dependencies', () => {
  const check = declaredDependencies(readCode);

  test.each([
    [
      'src/a.ts',
      "import { a } from 'missing';",
      'imports missing, and package.json does not have it',
    ],
    [
      'src/a.ts',
      "import type { A } from '@scope/missing/deep/file.js';",
      'imports @scope/missing, and package.json does not have it',
    ],
    [
      'test/a.test.ts',
      "const tool = createRequire(import.meta.url).resolve('missing/bin');",
      'imports missing, and package.json does not have it',
    ],
    [
      'src/deep/a.ts',
      "import { run } from 'runner';",
      'imports runner in production, and package.json has it for development only',
    ],
    [
      'src/a.ts',
      "import { type Run } from 'runner';",
      'imports runner in production, and package.json has it for development only',
    ],
    ['src/a.ts', "import http from 'k6/http';", 'imports k6, and package.json does not have it'],
  ])('%s: %s', async (path, line, message) => {
    const files = { ...manifest, [path]: `${line}\n` };
    expect(await found(check, files)).toEqual([`${path}: ${message}`]);
  });

  test.each([
    ['src/a.ts', "import { LRU } from 'lru/deep';\nimport pg from '@scope/pg';"],
    ['src/a.ts', "import fs from 'node:fs';\nimport { join } from 'path';\nimport './b.ts';"],
    ['src/a.ts', "import type { Run } from 'runner';"],
    ['src/a.ts', "const { run } = await import('runner');"],
    ['src/a.test.ts', "import { run } from 'runner';"],
    ['src/testing/a.ts', "import { run } from 'runner';"],
    ['vitest.config.ts', "import { run } from 'runner';"],
    ['test/load.ts', "import http from 'k6/http';"],
  ])('%s may say %s', async (path, text) => {
    expect(await found(check, { ...manifest, [path]: `${text}\n` })).toEqual([]);
  });
});

describe('used dependencies', () => {
  const check = usedDependencies(readCode);
  const withDependencies = (names: readonly string[], scripts = {}) => ({
    'package.json': JSON.stringify({
      scripts,
      dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])),
    }),
  });

  test('one that nothing names is found', async () => {
    const files = {
      ...withDependencies(['lru', '@types/lru', 'runner', 'lint', 'create-plinth', 'node'], {
        test: 'NODE_ENV=test runner run && echo lint-not',
      }),
      'src/a.ts': '// lru\n',
      'README.md': 'lru\n',
    };
    expect(await found(check, files)).toEqual([
      'package.json: has lru, and nothing in the service names it',
      'package.json: has @types/lru, and nothing in the service names it',
      'package.json: has lint, and nothing in the service names it',
    ]);
  });

  test('an import, a configuration, the types of an import and a reason of the pack are uses', async () => {
    const files = {
      ...withDependencies(['lru', '@types/k6', '@types/node', 'plugin', 'store']),
      'src/a.ts': "import type { A } from 'lru/a';\n",
      'test/load.ts': "import http from 'k6/http';\n",
      'tsconfig.json': '{ "compilerOptions": { "types": ["node"] } }\n',
      '.prettierrc.json': '{ "plugins": ["plugin"] }\n',
    };
    const pack = loadSmallPack({
      'versions.yaml':
        'dependencies: { lru: 1.0.0, store: 2.0.0, tool: 3.0.0 }\nunnamed: { store: why }\n',
    });
    expect(await found(check, files, pack)).toEqual([]);
  });
});
