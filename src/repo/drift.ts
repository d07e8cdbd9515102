import { isSameText } from './line-ends.ts';
import type { BaseFile, Found } from './three-way.ts';

/** One path whose state is not what plinth.lock says. */
export interface Drift {
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'mode' | 'not-a-file';
}

/**
 * Compares a worktree with what was rendered into it. Line ends and a byte-order mark are the
 * checkout's business: a file that differs in nothing else, all through, is clean.
 *
 * @param base - from plinth.lock
 * @param worktree - what stands at each of its paths; a missing entry is an absent file
 * @returns managed files that were edited or deleted, and required files that were deleted
 */
export function drift(
  base: ReadonlyMap<string, BaseFile>,
  worktree: ReadonlyMap<string, Found>,
): readonly Drift[] {
  return [...base].flatMap(([path, file]): readonly Drift[] => {
    const found = worktree.get(path) ?? { kind: 'absent' };
    const managed = file.ownership === 'managed';
    if (!managed && !file.required) return [];
    if (found.kind === 'absent') return [{ path, kind: 'missing' }];
    if (found.kind !== 'file') return [{ path, kind: 'not-a-file' }];
    if (!managed) return [];
    if (!isSameText(file.sha256, found.bytes)) return [{ path, kind: 'changed' }];
    return found.mode === file.mode ? [] : [{ path, kind: 'mode' }];
  });
}
