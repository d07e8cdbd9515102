import { PlinthError } from '../pack/error.ts';
import { byCodeUnit } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import { didYouMean } from '../pack/suggest.ts';
import type { Answers, RequestedPractices } from './answers.ts';
import { requestedPractices } from './request.ts';
import { resolve, type Selection } from './resolve.ts';

/**
 * Answers that ask for more practices, or for other options of those that are there.
 *
 * @param texts - `cache`, `cache=memory-redis`, `cache.tiers=memory-redis`
 * @throws PlinthError what `requestedPractices` throws
 */
export function withPractices(pack: Pack, answers: Answers, texts: readonly string[]): Answers {
  const added = requestedPractices(pack, { with: texts, without: [] });
  const practices: RequestedPractices = Object.fromEntries(
    [...Object.entries(answers.practices), ...Object.entries(added)].map(([id]) => [
      id,
      { ...answers.practices[id], ...added[id] },
    ]),
  );
  return { ...answers, practices };
}

/**
 * Answers that ask for some practices no more.
 *
 * @throws PlinthError `PLINTH_NOT_PRESENT`; `PLINTH_PRACTICE_REQUIRED` when one would stay because
 * others require it, naming them
 */
export function withoutPractices(pack: Pack, answers: Answers, ids: readonly string[]): Answers {
  const present = resolve(pack, answers).practices;
  for (const id of ids)
    if (!present.has(id) || id === pack.base) throw notPresent(pack, present, id);
  const practices = Object.fromEntries(
    Object.entries(answers.practices).filter(([id]) => !ids.includes(id)),
  );
  const left = resolve(pack, { ...answers, practices });
  for (const id of ids) if (left.practices.has(id)) throw required(left, id);
  return { ...answers, practices };
}

function notPresent(pack: Pack, present: ReadonlyMap<string, unknown>, id: string): PlinthError {
  const known = pack.practices.has(id);
  if (id === pack.base) {
    return new PlinthError('PLINTH_PRACTICE_REQUIRED', `"${id}" is the base of the service`, {
      hint: 'It cannot be removed.',
    });
  }
  const names = [...present.keys()].filter((name) => name !== pack.base);
  return new PlinthError(
    known ? 'PLINTH_NOT_PRESENT' : 'PLINTH_UNKNOWN_PRACTICE',
    known ? `the service does not have "${id}"` : `there is no practice "${id}"`,
    { hint: names.length === 0 ? 'It has no practice.' : didYouMean(id, names) },
  );
}

function required(left: Selection, id: string): PlinthError {
  const users = [...left.requires].flatMap(([user, needs]) => (needs.includes(id) ? [user] : []));
  const names = users.sort(byCodeUnit).map((user) => `"${user}"`);
  return new PlinthError(
    'PLINTH_PRACTICE_REQUIRED',
    `${names.join(' and ')} require${names.length === 1 ? 's' : ''} "${id}"`,
    {
      hint: `Remove ${users.join(' and ')} first, or along with it.`,
    },
  );
}
