import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Repository } from '../repo/open-repository.ts';
import { assertOffered } from './offered.ts';

/**
 * Refuses a pack that the repository was not made from, and a plinth.json that asks for what is not in it.
 *
 * @throws PlinthError `PLINTH_OTHER_PACK`, or what {@link assertOffered} throws
 */
export function assertSamePack(repository: Repository, pack: Pack): void {
  const { record, renderedBy } = repository;
  if (record.pack.id === pack.id) {
    assertOffered(repository, pack, renderedBy.pack.sha256 === pack.digest ? 'apply' : 'update');
    return;
  }
  throw new PlinthError(
    'PLINTH_OTHER_PACK',
    `the repository was made from the pack "${record.pack.id}", and this is "${pack.id}"`,
    { path: 'plinth.json', hint: 'Name the folder of its pack with --pack.' },
  );
}

/**
 * Refuses a pack that has moved on since the repository was rendered: adding a practice is not to
 * bring an update along.
 *
 * @throws PlinthError what {@link assertSamePack} throws, or `PLINTH_STALE`
 */
export function assertRenderedBy(repository: Repository, pack: Pack): void {
  assertSamePack(repository, pack);
  const { pack: rendered } = repository.renderedBy;
  if (rendered.sha256 === pack.digest) return;
  throw new PlinthError(
    'PLINTH_STALE',
    `the repository was rendered from ${rendered.id} ${rendered.version}, and this is another state of it (${pack.version})`,
    { path: 'plinth.lock', hint: 'Run plinth update first.' },
  );
}
