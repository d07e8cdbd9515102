import type { Pack } from '../../src/pack/pack.ts';
import { combinationId } from '../../src/selection/combination.ts';
import { everyChoice, requestOf } from '../../test/oracle/choice.ts';
import { disagreements } from '../../test/oracle/disagreements.ts';
import type { Caught } from './caught.ts';

/**
 * Compares one combination with what the hand-written rules say of it.
 *
 * @returns the first difference
 * @throws Error for a combination that the rules do not allow
 */
export function oracleTier(pack: Pack, combination: string): Caught | undefined {
  const choice = everyChoice().find((one) => combinationId(requestOf(one)) === combination);
  if (!choice) throw new Error(`the oracle knows no combination ${combination}`);
  const [difference] = disagreements(pack, [choice]);
  return difference === undefined ? undefined : { by: 'oracle', says: difference };
}
