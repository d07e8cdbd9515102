import { decode, encode } from './codec.ts';
import type { Entry } from './entry.ts';
import { deepFreeze } from './freeze.ts';

type Envelope = readonly [value: unknown, freshUntil: number, staleUntil: number];

/** An entry as the text that instances share. */
export function seal({ value, freshUntil, staleUntil }: Entry): string {
  return encode([value, freshUntil, staleUntil] satisfies Envelope);
}

/**
 * Reads what {@link seal} wrote.
 *
 * @param readAt - When the text was asked for, in milliseconds since the epoch.
 * @returns `undefined` for anything else: another version may have written the key, or a hand.
 */
export function open(text: string, readAt: number): Entry | undefined {
  const found = parse(text);
  if (!isEnvelope(found)) return undefined;
  const [value, freshUntil, staleUntil] = found;
  return { value: deepFreeze(value), readAt, freshUntil, staleUntil };
}

function parse(text: string): unknown {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}

function isEnvelope(found: unknown): found is Envelope {
  return (
    Array.isArray(found) &&
    found.length === 3 &&
    typeof found[1] === 'number' &&
    typeof found[2] === 'number'
  );
}
