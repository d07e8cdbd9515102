import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Answers, RequestedPractices } from './answers.ts';
import { type Combination, combinationId, combinationOf, nothing } from './combination.ts';
import { sampleModules } from './samples.ts';
import { requestedPractices } from './request.ts';
import { resolve } from './resolve.ts';
import { factorsOf, practicesOf } from './space-factors.ts';
import { openDomains, solutions } from './space-search.ts';

/**
 * The combination of a name that {@link combinationId} gave.
 *
 * @throws PlinthError what `resolve` throws for a practice, option or value that is not known or does not
 * fit, and `PLINTH_FLAG_VALUE` for a name that leaves something out or has another order
 */
export function parseCombinationId(pack: Pack, id: string): Combination {
  const parts = id === nothing ? [] : id.split(',');
  const requested = requestedPractices(pack, { with: parts, without: [] });
  const found = closed(pack, requested);
  if (found.id === id) return found;
  throw new PlinthError('PLINTH_FLAG_VALUE', `"${id}" is not the name of a combination`, {
    hint: `Write "${found.id}".`,
  });
}

/**
 * The combination that a request comes down to.
 *
 * @throws PlinthError what `resolve` throws
 */
export function closed(pack: Pack, requested: RequestedPractices): Combination {
  return combinationOf(pack, resolve(pack, answersFor(pack, { id: '', practices: requested })));
}

/** The answers that a combination is verified with: a fixed name, npm, and the modules of a new service. */
export function answersFor(pack: Pack, { practices }: Combination): Answers {
  return {
    name: 'service',
    practices,
    modules: sampleModules(pack),
    packageManager: { name: 'npm' },
    node: 'system',
  };
}

/** Every combination of a pack, from its manifests alone; one at a time. */
export function* combinations(pack: Pack): Generator<Combination> {
  const factors = factorsOf(pack);
  const domains = openDomains(factors);
  if (!domains) return;
  for (const chosen of solutions(factors, domains)) {
    const practices = practicesOf(factors, chosen);
    yield { id: combinationId(practices), practices };
  }
}
