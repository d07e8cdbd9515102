import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { Tree } from '../../render/tree.ts';
import type { Closures } from './closure.ts';
import type { Manifest } from './manifest.ts';

/**
 * The files that the script `build` reads, where it is `tsc` with a project whose `include` says so.
 *
 * @returns `undefined` when it cannot be told
 */
export function buildFiles(
  tree: Tree,
  { scripts }: Manifest,
  closures: Closures,
): ReadonlySet<string> | undefined {
  const project = /\btsc (?:-p|--project) (\S+)$/.exec(scripts['build'] ?? '')?.[1];
  const include = project === undefined ? undefined : includeOf(tree, posix.normalize(project));
  if (!include) return undefined;
  const wanted = picomatch(
    include.flatMap((entry) => [entry, `${entry}/**`]),
    { dot: true },
  );
  return closures.compiled([...tree.files.keys()].filter((path) => wanted(path)));
}

/** `include` of a project in the service's own folder. */
function includeOf({ files }: Tree, project: string): readonly string[] | undefined {
  const bytes = project.includes('/') ? undefined : files.get(project)?.bytes;
  if (!bytes) return undefined;
  try {
    const { include } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      readonly include?: readonly string[];
    };
    return include;
  } catch {
    return undefined;
  }
}
