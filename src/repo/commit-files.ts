import { namesIn, type RunGit } from './git.ts';
import type { FileSystem, Standing } from './file-system.ts';

interface Blob {
  readonly object: string;
  readonly executable: boolean;
  readonly kind: Standing['kind'];
  /** In bytes. */
  readonly size: number;
}

/**
 * The files of a commit as a file system that can only be read: everything below the folder that `git`
 * runs in, at `root`.
 *
 * @param wanted - which files will be read, by path and size; others are there, without content
 */
export async function commitFiles(
  git: RunGit,
  commit: string,
  root: string,
  wanted: (path: string, size: number) => boolean,
): Promise<FileSystem> {
  const blobs = await listBlobs(git, commit);
  const contents = await readBlobs(
    git,
    [...blobs].flatMap(([path, { object, kind, size }]) =>
      kind === 'file' && wanted(path, size) ? [object] : [],
    ),
  );
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of blobs.keys()) addTo(folders, path);
  const inside = (full: string): string => (full === root ? '' : full.slice(root.length + 1));
  const refuse = (): never => {
    throw new Error('a commit cannot be changed');
  };
  return {
    makeFolder: refuse,
    writeFile: refuse,
    rename: refuse,
    removeFile: refuse,
    removeFolder: refuse,
    readFile: (full) => contents.get(blobs.get(inside(full))?.object ?? '') ?? new Uint8Array(),
    look: (full) => {
      const path = inside(full);
      const blob = blobs.get(path);
      if (blob) {
        const { kind, executable, size } = blob;
        return { kind, executable, size, changedAt: 0 };
      }
      return folders.has(path) ? { kind: 'folder', executable: false, changedAt: 0 } : undefined;
    },
    list: (full) => [...(folders.get(inside(full)) ?? [])],
  };
}

async function listBlobs(git: RunGit, commit: string): Promise<ReadonlyMap<string, Blob>> {
  const { output } = await git(['ls-tree', '-r', '-l', '-z', commit, '--', '.']);
  return new Map(
    namesIn(output).map((line): readonly [string, Blob] => {
      const tab = line.indexOf('\t');
      const [mode = '', , object = '', size] = line.slice(0, tab).split(/ +/);
      const kind = mode.startsWith('100') ? 'file' : mode === '120000' ? 'link' : 'other';
      const about = { object, executable: mode === '100755', kind, size: Number(size) } as const;
      return [line.slice(tab + 1), about];
    }),
  );
}

/** One process for all of them; the answers come in the order of the questions. */
async function readBlobs(
  git: RunGit,
  objects: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  if (objects.length === 0) return contents;
  const { output } = await git(['cat-file', '--batch'], Buffer.from(`${objects.join('\n')}\n`));
  let at = 0;
  for (const object of objects) {
    const end = output.indexOf(10, at);
    const size = Number(/ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1] ?? Number.NaN);
    if (end < 0 || Number.isNaN(size)) break;
    contents.set(object, output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}

function addTo(folders: Map<string, Set<string>>, path: string): void {
  let name = path;
  for (let folder = path; folder !== '';) {
    const slash = folder.lastIndexOf('/');
    name = folder.slice(slash + 1);
    folder = slash < 0 ? '' : folder.slice(0, slash);
    const names = folders.get(folder) ?? new Set<string>();
    names.add(name);
    folders.set(folder, names);
  }
}
