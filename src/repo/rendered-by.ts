import semver from 'semver';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Repository } from './open-repository.ts';
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
    {
      path: 'plinth.lock',
      hint: isOlder(pack.version, rendered.version)
        ? getNewer(rendered)
        : 'Run plinth update first.',
    },
  );
}

/**
 * Refuses an update that would go back: to a pack, or by an engine, of a lower version than what the
 * repository was rendered with. What people of a newer one have taken would be lost without a word.
 * Versions that are none, such as the name of a branch, have no order.
 *
 * @throws PlinthError `PLINTH_OLDER_RELEASE`
 */
export function assertNotOlder({ renderedBy }: Repository, pack: Pack, engine: string): void {
  const { pack: rendered } = renderedBy;
  const olderPack = isOlder(pack.version, rendered.version);
  if (!olderPack && !isOlder(engine, renderedBy.engine)) return;
  const [name, mine, theirs] = olderPack
    ? [pack.id, pack.version, rendered.version]
    : ['Plinth', engine, renderedBy.engine];
  const problem = `this is ${name} ${mine}, and the repository was rendered by ${theirs}, which is newer`;
  const hint = olderPack ? getNewer(rendered) : `Install create-plinth ${theirs} or newer.`;
  throw new PlinthError('PLINTH_OLDER_RELEASE', problem, {
    path: 'plinth.lock',
    hint: `${hint} To go back all the same: plinth update --older.`,
  });
}

/** The built-in pack comes with the engine, which a service has among its dependencies. */
function getNewer({ id, version }: Repository['renderedBy']['pack']): string {
  return id === builtIn
    ? `Install what package.json asks for, or create-plinth ${version} or newer.`
    : `Name a folder with ${id} ${version} or newer by --pack.`;
}

const builtIn = 'plinth';

const isOlder = (version: string, than: string): boolean =>
  semver.valid(version) !== null && semver.valid(than) !== null && semver.lt(version, than);
