import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { PackageManagerName } from '../../src/selection/answers.ts';
import { scratchFolder } from '../cli/plinth.ts';
import { nodeBinary } from '../npm-cache.ts';
import { runManager } from './package-managers.ts';
import { startRegistry, type Registry } from './registry.ts';

const flags = ['--preset', 'minimal', '--no-install', '--no-git', '--yes'];

/** What the README tells users of each package manager to type. */
const createLines: Readonly<Record<PackageManagerName, readonly string[]>> = {
  npm: ['create', '--yes', 'plinth@latest', 'svc', '--', ...flags],
  pnpm: ['create', 'plinth@latest', 'svc', ...flags],
  yarn: ['create', 'plinth@latest', 'svc', ...flags],
  bun: ['create', 'plinth@latest', 'svc', ...flags],
};

let registry: Registry;
let node: string;

beforeAll(async () => {
  node = await nodeBinary('20.19.0');
  registry = await startRegistry(inject('dist'));
});

afterAll(() => {
  registry.stop();
});

/** How each package manager is told of a registry without a file in the project. */
const registryVariables: Readonly<Record<PackageManagerName, readonly string[]>> = {
  npm: ['npm_config_registry'],
  pnpm: ['pnpm_config_registry'],
  yarn: ['YARN_NPM_REGISTRY_SERVER'],
  bun: ['BUN_CONFIG_REGISTRY'],
};

function fromRegistry(manager: PackageManagerName): Record<string, string> {
  return {
    ...Object.fromEntries(registryVariables[manager].map((name) => [name, registry.url])),
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    // A package that was published a moment ago is what this is about.
    YARN_NPM_MINIMAL_AGE_GATE: '0',
    pnpm_config_minimum_release_age: '0',
  };
}

describe.each(Object.entries(createLines))('%s', (name, args) => {
  const manager = name as PackageManagerName;

  test(`${name} ${args.join(' ')}`, async () => {
    const cwd = scratchFolder();
    const { output } = await runManager(manager, args, { cwd, node, env: fromRegistry(manager) });
    expect(output).toContain('svc is ready.');
    const written = JSON.parse(readFileSync(join(cwd, 'svc/plinth.json'), 'utf8')) as object;
    expect(written).toMatchObject({ node: 'bundled', packageManager: { name } });
    expect(written).not.toHaveProperty('engineSource');
  });

  test(`a service finds its plinth by ${name}`, async () => {
    const cwd = join(scratchFolder(), 'svc');
    mkdirSync(cwd);
    const service = {
      name: 'svc',
      private: true,
      scripts: { plinth: 'plinth' },
      devDependencies: { 'create-plinth': manifest.version },
    };
    writeFileSync(join(cwd, 'package.json'), JSON.stringify(service));
    if (manager === 'yarn') {
      writeFileSync(join(cwd, '.yarnrc.yml'), 'nodeLinker: node-modules\n');
      writeFileSync(join(cwd, 'yarn.lock'), '');
    }
    const run = { cwd, node, env: fromRegistry(manager) };
    const { output } = await runManager(manager, ['install'], run);
    expect(output).not.toMatch(/warn/i);
    const list = await runManager(manager, ['run', 'plinth', 'list'], run);
    expect(list.output).toContain('plinth info PRACTICE');
    expect(existsSync(join(cwd, 'node_modules/create-plinth/dist/bin.cjs'))).toBe(true);
  });
});

test('npm create without "--" is told where the flags went', async () => {
  const cwd = scratchFolder();
  const args = ['create', '--yes', 'plinth@latest', 'svc', '--preset', 'minimal'];
  const { output, exitCode } = await runManager('npm', args, {
    cwd,
    node,
    env: fromRegistry('npm'),
  });
  expect(exitCode).toBe(4);
  expect(output).toContain('PLINTH_SURPLUS_ARGUMENT');
  expect(output).toContain('npm create plinth@latest svc -- --preset');
  expect(existsSync(join(cwd, 'svc'))).toBe(false);
});
