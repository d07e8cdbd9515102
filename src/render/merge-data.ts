import { PlinthError } from '../pack/error.ts';
import type { Data } from '../pack/pack.ts';
import type { Given } from './contributions.ts';

type DataMap = Readonly<Record<string, Data>>;

/**
 * Joins keyed data of several practices, key by key and however deep.
 *
 * @param gifts - in the order in which new keys are to stand
 * @param file - the shared file, for messages
 * @throws PlinthError `PLINTH_KEY_COLLISION` when two of them give one key different values
 */
export function mergeData(gifts: readonly Given<DataMap>[], file: string): DataMap {
  const givers = new Map<string, string>();
  return gifts.reduce<DataMap>(
    (merged, { practice, value }) => join(merged, value, '', { practice, givers, file }),
    {},
  );
}

interface Joining {
  readonly practice: string;
  /** Key path → the practice that gave it first. */
  readonly givers: Map<string, string>;
  readonly file: string;
}

function join(into: DataMap, from: DataMap, prefix: string, joining: Joining): DataMap {
  const result: Record<string, Data> = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    const giver = joining.givers.get(path) ?? joining.practice;
    joining.givers.set(path, giver);
    if (isMap(value) && (before === undefined || isMap(before))) {
      result[key] = join(before ?? {}, value, path, joining);
    } else if (before === undefined) {
      result[key] = value;
    } else if (JSON.stringify(before) !== JSON.stringify(value)) {
      throw keyCollision(joining.file, path, [giver, before], [joining.practice, value]);
    }
  }
  return result;
}

function isMap(value: Data): value is DataMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error for two practices that set `key` of `file` differently. */
export function keyCollision(
  file: string,
  key: string,
  ...givers: readonly (readonly [practice: string, value: unknown])[]
): PlinthError {
  const who = givers.map(([practice, value]) => `"${practice}" says ${JSON.stringify(value)}`);
  return new PlinthError('PLINTH_KEY_COLLISION', `${file}: "${key}": ${who.join(', ')}`, {
    path: file,
    hint: 'Let one practice give the key, or give both the same value.',
  });
}
