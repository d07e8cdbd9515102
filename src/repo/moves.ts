import { sha256 } from '../pack/files.ts';
import type { Tree } from '../render/tree.ts';
import type { FileSystem } from './file-system.ts';
import type { OwnFile } from './own-files.ts';
import type { BaseFile, Found } from './three-way.ts';
import { readWorktree } from './worktree.ts';

/** Where files are looked for. */
export interface MovesInput {
  readonly fs: FileSystem;
  readonly root: string;
  /** What was last rendered. */
  readonly base: ReadonlyMap<string, BaseFile>;
  /** The new rendering. */
  readonly next: Tree;
  /** What stands at the paths of both. */
  readonly worktree: ReadonlyMap<string, Found>;
  /** Files that stay where they are: the pack has renamed them. */
  readonly renamed: { has(path: string): boolean };
  /** How many bytes were rendered at a path: only files of such a size are read. */
  readonly sizeOf: (path: string) => number | undefined;
  /** Asked for only when a file is missing. */
  readonly ownFiles: () => Promise<readonly OwnFile[]>;
}

/** A base that knows where files were moved to, and the worktree with what stands there. */
export type Followed = Pick<MovesInput, 'base' | 'worktree'>;

/**
 * Follows the files that people have moved: absent where Plinth wrote them, and exactly one other file of
 * the repository has their very content. Nothing is paired by likeness, and nothing is looked for that
 * the new rendering does not change.
 */
export async function followMoves(input: MovesInput): Promise<Followed> {
  const { fs, root, base, worktree } = input;
  const missing = missingFiles(input);
  const moves = missing.length === 0 ? new Map<string, string>() : await findMoves(input, missing);
  if (moves.size === 0) return { base, worktree };
  return {
    base: new Map(
      [...base].map(([path, file]): readonly [string, BaseFile] => {
        const at = moves.get(path);
        return [path, at === undefined ? file : { ...file, at }];
      }),
    ),
    worktree: new Map([...worktree, ...readWorktree(fs, root, moves.values())]),
  };
}

type Missing = readonly (readonly [string, BaseFile])[];

function missingFiles({ base, next, worktree, renamed }: MovesInput): Missing {
  return [...base].filter(([path, file]) => {
    if (renamed.has(path) || worktree.has(file.at ?? path)) return false;
    if (file.required || file.sha256 === emptyFile) return false;
    if (file.ownership === 'managed' || file.ownership === 'seeded') return false;
    return next.files.get(path)?.sha256 !== file.sha256;
  });
}

const emptyFile = sha256('');

/** Rendered path → where the file stands now. */
async function findMoves(
  { fs, root, base, next, worktree, sizeOf, ownFiles }: MovesInput,
  missing: Missing,
): Promise<ReadonlyMap<string, string>> {
  const known = new Set([...base.keys(), ...next.files.keys(), ...worktree.keys()]);
  const wanted = new Set(missing.map(([, file]) => file.sha256));
  const sizes = new Set(missing.map(([path]) => sizeOf(path)));
  const found = new Map<string, string[]>();
  for (const { path, size } of await ownFiles()) {
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
