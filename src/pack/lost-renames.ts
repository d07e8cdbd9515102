import { PlinthError } from './error.ts';
import { modulePlaceholder, type Pack } from './pack.ts';

/**
 * Refuses a file that is renamed to where nothing is rendered: the update that is to carry its edits
 * along would take the file away.
 *
 * @throws PlinthError `PLINTH_PACK_REFERENCE` naming the manifest and both paths
 */
export function refuseLostRenames(pack: Pack): void {
  const renames = new Map(Object.entries(pack.renames ?? {}));
  const isRendered = renderedPaths(pack);
  for (const [from, to] of renames) {
    if (isRendered(destination(to, renames, isRendered))) continue;
    const practice = [...pack.practices.values()].find((one) =>
      Object.hasOwn(one.renames ?? {}, from),
    );
    throw new PlinthError(
      'PLINTH_PACK_REFERENCE',
      `renames: ${from} is renamed to ${to}, and nothing is rendered there`,
      {
        path: practice ? `${practice.id}/practice.yaml` : 'pack.yaml',
        hint: 'Correct the path, or take the entry out: a file that there is no more needs none.',
      },
    );
  }
}

/** Tells whether any service has a file at a path. */
function renderedPaths({ practices }: Pack): (path: string) => boolean {
  const whole = [...practices.values()].flatMap(({ files, writes }) => [...files, ...writes]);
  // The engine writes this one for every pack.
  const paths = new Set([...whole.map(({ path }) => path), '.gitattributes']);
  const ofModules = [...paths].filter((path) => path.includes(modulePlaceholder));
  const patterns = ofModules.map(patternOf);
  return (path) => paths.has(path) || patterns.some((pattern) => pattern.test(path));
}

/** What a path is in a service that has modules of any name. */
function patternOf(path: string): RegExp {
  const parts = path
    .split(modulePlaceholder)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[a-z][a-z0-9-]*')}$`);
}

/** Where a file ends up that was renamed more than once. */
function destination(
  path: string,
  renames: ReadonlyMap<string, string>,
  isRendered: (path: string) => boolean,
): string {
  const seen = new Set<string>();
  let at = path;
  for (let next: string | undefined = path; next !== undefined && !seen.has(next);) {
    at = next;
    if (isRendered(at)) break;
    seen.add(at);
    next = renames.get(at);
  }
  return at;
}
