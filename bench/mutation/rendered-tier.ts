import { PlinthError } from '../../src/pack/error.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { render } from '../../src/render/render.ts';
import { resolve } from '../../src/selection/resolve.ts';
import { answersFor, parseCombinationId } from '../../src/selection/space.ts';
import type { Checks } from '../../src/verify/rendered/checks.ts';
import type { Caught } from './caught.ts';

/**
 * Looks at one rendered combination as tier 1 looks at all of them.
 *
 * @param checks - may have seen other packs: they remember files by their content
 * @returns the first finding
 */
export async function renderedTier(
  pack: Pack,
  combination: string,
  checks: Checks,
  engine: string,
): Promise<Caught | undefined> {
  try {
    const selection = resolve(pack, answersFor(pack, parseCombinationId(pack, combination)));
    const tree = render(pack, selection, engine);
    for (const { name, find } of checks.all) {
      const [problem] = await find({ pack, selection, tree });
      if (problem) return { by: name, says: `${problem.path ?? ''} ${problem.message}`.trim() };
    }
    return undefined;
  } catch (error) {
    if (error instanceof PlinthError) return { by: 'rendering', says: error.message };
    throw error;
  }
}
