import { combinationId } from '../../src/selection/combination.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { type Choice, everyChoice, present, requestOf } from './choice.ts';
import { type Contents, contentsOf } from './contents.ts';
import { outcomeOf } from './rendered-contents.ts';

/**
 * Where engine and oracle differ: `combination: what the engine has more, and less`.
 *
 * @param choices - all of them, unless a test needs fewer
 */
export function disagreements(
  pack: Pack,
  choices: readonly Choice[] = everyChoice(),
): readonly string[] {
  return choices.flatMap((choice) => {
    const request = requestOf(choice);
    const id = combinationId(request);
    const { practices, contents } = outcomeOf(pack, request);
    const expected = contentsOf(choice);
    // Only a pipeline shows what it installs.
    const shown = { ...expected, packages: choice.ci ? expected.packages : [] };
    return [
      ...difference('practices', practices, present(choice)),
      ...(Object.keys(shown) as (keyof Contents)[]).flatMap((key) =>
        difference(key, contents[key], shown[key]),
      ),
    ].map((line) => `${id}: ${line}`);
  });
}

function difference(
  what: string,
  found: readonly string[],
  expected: readonly string[],
): readonly string[] {
  const more = found.filter((name) => !expected.includes(name)).map((name) => `+${name}`);
  const less = expected.filter((name) => !found.includes(name)).map((name) => `-${name}`);
  const both = [...more, ...less];
  return both.length === 0 ? [] : [`${what} ${both.join(' ')}`];
}
