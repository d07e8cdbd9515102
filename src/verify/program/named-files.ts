import { posix } from 'node:path';

/** What the text of a source file says about what else it depends on. */
export interface NamedFiles {
  /** Paths of the service that its text may name, whether they exist or not. */
  readonly paths: readonly string[];
  /** Whatever may be the name of a package. */
  readonly packages: ReadonlySet<string>;
  /** It can reach files that it does not name: its text alone does not say what it depends on. */
  readonly reaches: boolean;
}

/** Modules by which a program reaches files, other than those that it imports. */
const reachingModule =
  /['"`](?:node:)?(?:fs|fs\/promises|child_process|worker_threads|cluster|module|vm|sqlite)['"`]/;
/** A module whose name is computed. */
const computedImport =
  /\b(?:import|require)\s*\(\s*(?!['")])|\bimport\.meta\.(?:glob|resolve)\b|\brequire\.resolve\s*\(\s*(?!['"])/;

const longestPath = 200;

/**
 * Reads what a source file may depend on, from its text alone: whatever stands between two quotation
 * marks and could be a path is taken for one, relative to the file and to the service. That finds every
 * import, and more; it needs no parser, so it holds for any language that writes paths in quotes.
 *
 * @param path - where the file stands in the service
 */
export function namedFiles(path: string, text: string): NamedFiles {
  const paths = new Set<string>();
  const packages = new Set<string>();
  for (const piece of text.split(/['"`]/)) {
    if (piece.length === 0 || piece.length > longestPath || !/^[\w@./:-]+$/.test(piece)) continue;
    const beside = posix.join(posix.dirname(path), piece);
    if (!beside.startsWith('..')) paths.add(beside);
    if (piece.startsWith('.')) continue;
    paths.add(posix.normalize(piece));
    packages.add(packageIn(piece));
  }
  const reaches = reachingModule.test(text) || computedImport.test(text);
  return { paths: [...paths], packages, reaches };
}

/** `@scope/name` of `@scope/name/file`, `name` of `name/file`. */
function packageIn(word: string): string {
  const [first = '', second = ''] = word.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
