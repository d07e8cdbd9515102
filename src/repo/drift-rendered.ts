import { ancestorOf } from './read-ancestors.ts';
import type { Repository } from './open-repository.ts';
import type { Action } from './plan.ts';
import type { Content } from './three-way.ts';

/**
 * What was last rendered at a path: kept for merged files, and rendered again for the others where the
 * pack still renders the same.
 *
 * @param repository - whose ancestors are read only when they are needed
 * @param action - of a path that Plinth wrote
 * @returns `undefined` when it is not known any more, or nothing was ever rendered there
 * @throws PlinthError `PLINTH_RECORD_INVALID` for a damaged ancestor
 */
export function lastRendered(
  { ancestors }: Pick<Repository, 'ancestors'>,
  { path, rendered = path, base, next }: Pick<Action, 'path' | 'rendered' | 'base' | 'next'>,
): Content | undefined {
  if (!base) return undefined;
  const { sha256, mode, ownership } = base;
  if (next?.sha256 === sha256) return { bytes: next.bytes, mode };
  if (ownership !== 'merged' && ownership !== 'block') return undefined;
  return { bytes: ancestorOf(ancestors(), rendered, base), mode };
}
