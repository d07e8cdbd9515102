import { sortedKeys } from '../../pack/order.ts';
import type { Tree } from '../../render/tree.ts';

/** What verification reads of a rendered package.json. */
export interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  /** Package → the version that is asked for. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  /** Every other field that a program can be affected by. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Nothing runs differently for names and descriptions, nor for what an install is told: packages are
 * installed once for all programs, with the overrides of all, and their versions are in the toolchain.
 */
const idle = new Set([
  ...['name', 'version', 'description', 'license', 'private', 'files'],
  ...['allowScripts', 'overrides'],
]);

/** Reads the package.json of a service; a service without one has nothing to run. */
export function manifestOf({ files }: Tree): Manifest {
  const bytes = files.get('package.json')?.bytes;
  const parsed = (
    bytes === undefined ? {} : JSON.parse(Buffer.from(bytes).toString('utf8'))
  ) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const { scripts = {}, dependencies = {}, devDependencies = {}, ...fields } = parsed;
  const tools = Object.entries(devDependencies).filter(([name]) => name !== 'create-plinth');
  return {
    scripts,
    dependencies,
    devDependencies: Object.fromEntries(tools),
    fields: Object.fromEntries(
      sortedKeys(fields)
        .filter((name) => !idle.has(name))
        .map((name) => [name, fields[name]]),
    ),
  };
}

/**
 * The packages that matter to some files: those that the files name, with their types, and the tools of
 * the check.
 *
 * @param named - tells whether the files name a package
 * @param tools - `all`: a script runs the check, and may use whatever is for development
 */
export function packagesFor(
  { dependencies, devDependencies }: Manifest,
  named: (name: string) => boolean,
  tools: 'all' | readonly string[],
): Readonly<Record<string, string>> {
  const all = { ...devDependencies, ...dependencies };
  const matters = (name: string): boolean => {
    const typed = typedPackage(name);
    if (typed !== undefined && typed !== 'node') return named(typed);
    return (
      named(name) || (tools === 'all' ? Object.hasOwn(devDependencies, name) : tools.includes(name))
    );
  };
  return Object.fromEntries(
    sortedKeys(all)
      .filter(matters)
      .map((name) => [name, all[name] ?? '']),
  );
}

/** `k6` for `@types/k6`, `@scope/name` for `@types/scope__name`. */
function typedPackage(name: string): string | undefined {
  const typed = /^@types\/(?:(.+)__)?(.+)$/.exec(name);
  if (!typed) return undefined;
  return typed[1] === undefined ? typed[2] : `@${typed[1]}/${typed[2] ?? ''}`;
}

/** The scripts that checks run, with those that npm runs before and after them. */
export function scriptsOfChecks({ scripts }: Manifest): Readonly<Record<string, string>> {
  const run = ['typecheck', 'lint', 'build', 'start', 'test'];
  const names = run.flatMap((name) => [`pre${name}`, name, `post${name}`]);
  return Object.fromEntries(
    names.flatMap((name) => {
      const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
      return script === undefined ? [] : [[name, script]];
    }),
  );
}
