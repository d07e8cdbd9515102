import { byCodeUnit, sortedKeys } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import type { Tree, TreeFile } from '../render/tree.ts';
import type { Selection } from '../selection/resolve.ts';
import { baseArchives, type Ancestor } from './base-archive.ts';
import type { BaseFile } from './three-way.ts';

/** A file that Plinth keeps for itself. */
export interface RecordFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The version of plinth.json and plinth.lock that this engine writes. */
export const recordVersion = 1;

/** Whether a path is one of Plinth's own. */
export function isRecord(path: string): boolean {
  return path === 'plinth.json' || path === 'plinth.lock' || path.startsWith('.plinth/');
}

/** A file as it is remembered: what was rendered there, and what people did to it before. */
export type RememberedFile = BaseFile & Ancestor;

/**
 * What the repository remembers of a rendering: plinth.json, the ancestors of merged files, and last
 * plinth.lock, which is the one that makes the others count.
 *
 * @param pack - what was rendered
 * @param selection - what was asked for
 * @param tree - the rendering, or what is to be remembered of it, in order of path
 * @param engine - the engine's version
 */
export function recordsOf(
  pack: Pack,
  selection: Selection,
  tree: Tree | { readonly files: ReadonlyMap<string, RememberedFile> },
  engine: string,
): readonly RecordFile[] {
  const files: ReadonlyMap<string, TreeFile | RememberedFile> = tree.files;
  return [
    ...baseArchives(files.values()),
    { path: 'plinth.json', bytes: Buffer.from(plinthJson(pack, selection)) },
    { path: 'plinth.lock', bytes: Buffer.from(plinthLock(pack, files, engine)) },
  ];
}

/** Small and for people: what was asked for, and every other answer that a rendering needs. */
export function plinthJson(pack: Pack, selection: Selection): string {
  const { name, packageManager, node, engineSource, modules, requested } = selection;
  const sortedModules = Object.fromEntries(sortedKeys(modules).map((key) => [key, modules[key]]));
  const content = {
    $schema: './node_modules/create-plinth/dist/schema/plinth.json',
    version: recordVersion,
    name,
    pack: { id: pack.id, version: pack.version },
    packageManager,
    node,
    engineSource,
    practices: requested,
    modules: sortedModules,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** One line a file, in order of path, so that git merges what two branches added. */
export function plinthLock(
  pack: Pack,
  files: ReadonlyMap<string, BaseFile>,
  engine: string,
): string {
  const lines = [...files].map(([path, file]) => `    ${JSON.stringify(path)}: ${lockEntry(file)}`);
  return `{
  "version": ${String(recordVersion)},
  "engine": ${JSON.stringify(engine)},
  "pack": ${JSON.stringify({ id: pack.id, version: pack.version, sha256: pack.digest })},
  "files": {
${lines.join(',\n')}
  }
}
`;
}

function lockEntry({
  owners,
  ownership,
  sha256,
  mode,
  required,
  yours = [],
  at,
}: BaseFile): string {
  const entry = { owners, ownership, sha256, mode: mode.toString(8) };
  return JSON.stringify({
    ...entry,
    ...(required ? { required } : {}),
    ...(yours.length > 0 ? { yours: [...yours].sort(byCodeUnit) } : {}),
    ...(at === undefined ? {} : { at }),
  });
}
