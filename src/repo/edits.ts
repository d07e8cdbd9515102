import type { Tree } from '../render/tree.ts';
import { lastRendered } from './drift-rendered.ts';
import type { Repository } from './open-repository.ts';
import { isSame, type BaseFile, type Content, type Found } from './three-way.ts';
import { readWorktree } from './worktree.ts';

/** A rendered file that is not as it was rendered. */
export interface Edit {
  /** Where it stands, or stood. */
  readonly path: string;
  readonly base: BaseFile;
  /** What was rendered; `undefined` when it is not known any more. */
  readonly before: Content | undefined;
  readonly now: Found;
}

/**
 * Finds what people did to rendered files. Only paths that plinth.lock names are looked at.
 *
 * @param repository - the repository
 * @param concerns - which paths are asked for
 * @param renderAgain - the rendering of today; called only when a file was edited whose text is not kept
 * @returns in order of path
 * @throws PlinthError `PLINTH_RECORD_INVALID` for a damaged ancestor, or what `renderAgain` throws
 */
export async function editsOf(
  repository: Repository,
  concerns: (path: string) => boolean,
  renderAgain: () => Promise<Tree>,
): Promise<readonly Edit[]> {
  const { fs, root, base } = repository;
  const asked = [...base]
    .map(([rendered, file]) => ({ rendered, file, path: file.at ?? rendered }))
    .filter(({ path }) => concerns(path));
  const worktree = readWorktree(
    fs,
    root,
    asked.map(({ path }) => path),
  );
  const edited = asked.flatMap(({ rendered, file, path }) => {
    const now = worktree.get(path) ?? { kind: 'absent' };
    return now.kind === 'file' && isSame(file, now) ? [] : [{ rendered, file, path, now }];
  });
  const kept = ({ file }: (typeof edited)[number]): boolean =>
    file.ownership === 'merged' || file.ownership === 'block';
  const tree = edited.every(kept) ? undefined : await renderAgain();
  return edited.map(({ rendered, file, path, now }) => {
    const next = tree?.files.get(rendered);
    return {
      path,
      base: file,
      now,
      before: lastRendered(repository, { path: rendered, base: file, next }),
    };
  });
}
