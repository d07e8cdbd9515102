import { whyHolds } from './explain-because.ts';
import type { SharedInput } from './explain-shared.ts';
import type { Origin } from './explanation.ts';

/**
 * The contributions to a slot.
 *
 * @param lines - of the slot's text, without the space around them; absent: all contributions
 */
export function slotOrigins(
  { parts, selection }: SharedInput,
  slot: string,
  lines?: ReadonlySet<string>,
): readonly Origin[] {
  const gives = (text: string): boolean =>
    lines === undefined ||
    text.split('\n').some((line) => line.trim() !== '' && lines.has(line.trim()));
  return parts
    .filter(({ active, contribution }) => active && Object.hasOwn(contribution.slots, slot))
    .flatMap(({ practice, contribution }) =>
      Object.entries(contribution.slots[slot] ?? {})
        .filter(([, text]) => gives(text))
        .map(([key]): Origin => ({
          practice,
          source: `${practice}/practice.yaml`,
          what: [`contributes.slots.${slot}.${key}`],
          because: whyHolds(practice, contribution.when, selection),
        })),
    );
}
