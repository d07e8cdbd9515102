/** The four package managers, each in the version that the tests were written for. */
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { PackageManagerName } from '../../src/selection/answers.ts';
import { installed } from '../npm-cache.ts';

/** Package → version, and the program in it. */
const programs: Readonly<
  Record<
    Exclude<PackageManagerName, 'npm'>,
    { readonly packages: Readonly<Record<string, string>>; readonly path: string }
  >
> = {
  pnpm: {
    packages: { [`@pnpm/exe.${process.platform}-${process.arch}`]: '12.21.0' },
    path: `@pnpm/exe.${process.platform}-${process.arch}/pnpm`,
  },
  yarn: { packages: { '@yarnpkg/cli-dist': '4.18.1' }, path: '@yarnpkg/cli-dist/bin/yarn.js' },
  bun: {
    packages: { [`@oven/bun-${process.platform}-${process.arch}`]: '1.4.5' },
    path: `@oven/bun-${process.platform}-${process.arch}/bin/bun`,
  },
};

export interface ManagerResult {
  readonly exitCode: number | undefined;
  /** stdout and stderr, as they came. */
  readonly output: string;
}

export interface ManagerRun {
  readonly cwd: string;
  /** The Node that the machine has. */
  readonly node: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What `npm test` leaves to its children is about that run, not about the user of these. */
const withoutNpmRun = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => name.startsWith('npm_'))
    .map((name) => [name, undefined]),
);

/** Runs a package manager on a machine that has one Node, and caches of its own. */
export async function runManager(
  name: PackageManagerName,
  args: readonly string[],
  { cwd, node, env = {} }: ManagerRun,
): Promise<ManagerResult> {
  const cache = mkdtempSync(join(tmpdir(), `plinth-${name}-`));
  const [program, ...first] = await commandOf(name, node);
  const { exitCode, all } = await execa(program ?? name, [...first, ...args], {
    cwd,
    stdin: 'ignore',
    reject: false,
    all: true,
    env: {
      PATH: `${dirname(node)}:/usr/local/bin:/usr/bin:/bin`,
      CI: '1',
      ...withoutNpmRun,
      HOME: cache,
      npm_config_cache: join(cache, 'npm'),
      BUN_INSTALL_CACHE_DIR: cache,
      YARN_ENABLE_TELEMETRY: '0',
      YARN_GLOBAL_FOLDER: cache,
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      ...env,
    },
  });
  return { exitCode, output: all };
}

async function commandOf(name: PackageManagerName, node: string): Promise<readonly string[]> {
  if (name === 'npm') return ['npm'];
  const { packages, path } = programs[name];
  const program = join(await installed(name, packages), path);
  // The packages are unpacked without their install scripts, which would set this.
  chmodSync(program, 0o755);
  return name === 'yarn' ? [node, program] : [program];
}
