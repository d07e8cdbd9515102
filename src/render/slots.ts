import { byCodeUnit } from '../pack/order.ts';
import { given, type Part } from './contributions.ts';
import { keyCollision } from './merge-data.ts';
import type { ReadLog } from './reads.ts';

/** The text of a slot, and who gave it. */
export interface SlotText {
  readonly text: string;
  readonly owners: readonly string[];
}

/**
 * Joins every contribution to a slot: in order of practice (the base first), then of key.
 * A contribution that begins with a Markdown heading is set apart by empty lines.
 *
 * @param parts - every contribution of the pack
 * @param slot - the slot's name
 * @param reads - takes note of what decided the text
 * @throws PlinthError `PLINTH_KEY_COLLISION`
 */
export function slotText(parts: readonly Part[], slot: string, reads: ReadLog): SlotText {
  reads.slots.add(slot);
  const relevant = parts.filter(({ contribution }) => Object.hasOwn(contribution.slots, slot));
  const seen = new Map<string, { readonly practice: string; readonly text: string }>();
  for (const { practice, value } of given(relevant, 'slots', reads)) {
    for (const [key, text] of Object.entries(value[slot] ?? {}).sort(([a], [b]) =>
      byCodeUnit(a, b),
    )) {
      const other = seen.get(key);
      if (other && other.text !== text) {
        throw keyCollision(
          `the slot "${slot}"`,
          key,
          [other.practice, other.text],
          [practice, text],
        );
      }
      if (!other) seen.set(key, { practice, text: text.replace(/\n+$/, '') });
    }
  }
  const texts = [...seen.values()].map(({ text }) => text).filter((text) => text !== '');
  const joint = texts.some((text) => text.startsWith('#')) ? '\n\n' : '\n';
  return {
    text: texts.join(joint),
    owners: [...new Set([...seen.values()].map(({ practice }) => practice))],
  };
}
