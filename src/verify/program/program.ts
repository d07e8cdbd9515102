import { createHash } from 'node:crypto';
import type { Tree } from '../../render/tree.ts';
import { buildFiles } from './build-files.ts';
import { closuresIn, type DeclaredReads } from './closure.ts';
import { fileFacts, isCode } from './file-facts.ts';
import { manifestOf, packagesFor, scriptsOfChecks, type Manifest } from './manifest.ts';
import { isTest, runsVitest } from './tests.ts';

export type CheckName = 'types' | 'lint' | 'build' | 'boot' | 'tests';

/** The smallest thing that is run and whose result can be used again. */
export interface Unit {
  readonly check: CheckName;
  /** The test file of one test; absent: the check is about the whole program. */
  readonly test?: string | undefined;
  /** sha256 (hex) of all that it reads of the service, and of the versions that it asks for. */
  readonly fingerprint: string;
  /** The paths that it reads. */
  readonly files: ReadonlySet<string>;
}

/** What is left of a rendered service when everything is taken away that no check runs. */
export interface Program {
  /** sha256 (hex) over its units: the same for every combination that renders the same program. */
  readonly fingerprint: string;
  readonly units: readonly Unit[];
  /** Every path that one of its checks reads. */
  readonly files: ReadonlySet<string>;
  readonly manifest: Manifest;
}

const isConfiguration = (path: string): boolean =>
  /^(?:tsconfig[^/]*\.json|\.npmrc|package\.json)$/.test(path);

/**
 * Finds the program in a rendered service.
 *
 * @param reads - what its files are declared to read
 */
export function programOf(tree: Tree, reads: DeclaredReads): Program {
  const manifest = manifestOf(tree);
  const closures = closuresIn(tree, fileFacts, reads);
  const all = [...tree.files.keys()];
  const code = all.filter(isCode);
  const configuration = all.filter(isConfiguration);
  const everything = closures.run([...code, ...configuration]) ?? new Set(all);
  const digest = digestsIn(tree, manifest, everything);

  const unit = (check: CheckName, files: Iterable<string>, test?: string): Unit => {
    const whole = new Set([...files, ...configuration]);
    const read = digest(whole, test === undefined ? 'all' : ['vitest']);
    const fingerprint = createHash('sha256').update(`${check} ${test ?? ''} ${read}`);
    return { check, test, files: whole, fingerprint: fingerprint.digest('hex') };
  };
  const built = buildFiles(tree, manifest, closures) ?? everything;
  const setUp = code.filter((path) => /^(?:vite|vitest)[^/]*\.config\.[cm]?[jt]s$/.test(path));
  const units = [
    unit('types', everything),
    unit('lint', everything),
    unit('build', built),
    unit('boot', closures.run(built) ?? everything),
    ...(runsVitest(manifest)
      ? all
          .filter(isTest)
          .map((test) => unit('tests', closures.run([test, ...setUp]) ?? everything, test))
      : [unit('tests', everything)]),
  ];
  const hash = createHash('sha256');
  for (const { fingerprint } of units) hash.update(fingerprint);
  return { fingerprint: hash.digest('hex'), units, files: everything, manifest };
}

/** Digests sets of files, with what of package.json and of the packages matters to them. */
function digestsIn(
  tree: Tree,
  manifest: Manifest,
  everything: ReadonlySet<string>,
): (files: ReadonlySet<string>, tools: 'all' | readonly string[]) => string {
  const digest = (files: ReadonlySet<string>, tools: 'all' | readonly string[]): string => {
    const named = new Set<string>();
    const hash = createHash('sha256');
    for (const path of [...files].sort()) {
      const file = tree.files.get(path);
      if (!file) continue;
      for (const name of fileFacts(file).packages) named.add(name);
      // Of package.json only what matters counts.
      if (path !== 'package.json') hash.update(`${path} ${file.mode} ${file.sha256}\n`);
    }
    const { fields } = manifest;
    const packages = packagesFor(manifest, (name) => named.has(name), tools);
    hash.update(JSON.stringify({ scripts: scriptsOfChecks(manifest), fields, packages }));
    return hash.digest('hex');
  };
  // Most sets of a program are the whole of it.
  const ofEverything = digest(everything, 'all');
  return (files, tools) => (files.size === everything.size ? ofEverything : digest(files, tools));
}
