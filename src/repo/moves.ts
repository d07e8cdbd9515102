import { sha256 } from '../pack/files.ts';
import type { Tree } from '../render/tree.ts';
import type { FileSystem } from './file-system.ts';
import type { BaseFile, Found } from './three-way.ts';

/** Folders in which nobody keeps what they have moved. */
const elsewhere: ReadonlySet<string> = new Set(['.git', '.plinth', 'node_modules']);
const mostFiles = 50_000;

/**
 * Finds the files that people have moved: absent where Plinth wrote them, and exactly one other file of
 * the repository has their very content. Nothing is paired by likeness.
 *
 * @param base - what was last rendered
 * @param next - the new rendering
 * @param worktree - what stands at the paths of both
 * @param sizeOf - how many bytes were rendered at a path: only files of such a size are read
 * @returns rendered path → where the file stands now; only of files that the new rendering changes
 */
export function findMoves(
  fs: FileSystem,
  root: string,
  base: ReadonlyMap<string, BaseFile>,
  next: Tree,
  worktree: ReadonlyMap<string, Found>,
  sizeOf: (path: string) => number | undefined,
): ReadonlyMap<string, string> {
  const missing = [...base].filter(([path, file]) => {
    if (worktree.has(file.at ?? path) || file.required || file.sha256 === emptyFile) return false;
    if (file.ownership === 'managed' || file.ownership === 'seeded') return false;
    return next.files.get(path)?.sha256 !== file.sha256;
  });
  if (missing.length === 0) return new Map();
  const known = new Set([...base.keys(), ...next.files.keys(), ...worktree.keys()]);
  const wanted = new Set(missing.map(([, file]) => file.sha256));
  const sizes = new Set(missing.map(([path]) => sizeOf(path)));
  const found = new Map<string, string[]>();
  for (const { path, size } of filesBelow(fs, root)) {
    if (known.has(path) || (size !== undefined && !sizes.has(size))) continue;
    const hash = sha256(fs.readFile(`${root}/${path}`));
    if (wanted.has(hash)) found.set(hash, [...(found.get(hash) ?? []), path]);
  }
  return new Map(
    missing.flatMap(([path, file]): readonly [string, string][] => {
      const [only, another] = found.get(file.sha256) ?? [];
      const rival = missing.some(
        ([other, { sha256: hash }]) => other !== path && hash === file.sha256,
      );
      return only === undefined || another !== undefined || rival ? [] : [[path, only]];
    }),
  );
}

const emptyFile = sha256('');

interface Candidate {
  readonly path: string;
  /** In bytes, where that is known. */
  readonly size: number | undefined;
}

/** Files, not links, in no order. */
function filesBelow(fs: FileSystem, root: string): readonly Candidate[] {
  const files: Candidate[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of fs.list(`${root}/${folder}`)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const { kind, size } = fs.look(`${root}/${path}`) ?? {};
      if (kind === 'folder' && !elsewhere.has(name)) folders.push(path);
      if (kind === 'file') files.push({ path, size });
      if (files.length > mostFiles) return [];
    }
  }
  return files;
}
