import semver from 'semver';
import { stringOf, type Leaf, type Place } from './value.ts';

/** Whose version is taken, and what people should know of it. */
export interface Taken {
  readonly side: 'next' | 'ours';
  readonly report: string;
}

const versionMaps: ReadonlySet<string> = new Set([
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
  'overrides',
  'resolutions',
  'engines',
]);
const versionKeys: ReadonlySet<string> = new Set(['packageManager', 'image', 'uses']);

/** Whether a place holds a version, which others than Plinth move too: people, Renovate, Dependabot. */
export function holdsVersion(place: Place): boolean {
  const last = place.at(-1);
  if (typeof last === 'string' && versionKeys.has(last)) return true;
  return place.length > 1 && versionMaps.has(String(place[0]));
}

/**
 * Settles a version that both sides moved: the newer one wins, and a range of the user's that takes the
 * template's version in is kept.
 *
 * @param base - what was last rendered; absent: both added it
 * @returns `undefined` when no order can be told, or the user has gone back on purpose
 */
export function newerOf(
  base: Leaf | undefined,
  next: Leaf,
  ours: Leaf,
  place: Place,
): Taken | undefined {
  const [before, theirs, own] = [base && versionOf(base), versionOf(next), versionOf(ours)];
  if (!theirs || !own) return undefined;
  if (theirs.stem !== own.stem || theirs.suffix !== own.suffix) return undefined;
  const name = String(place.at(-1));
  const kept = `${name}: kept ${own.shown}; the template has ${theirs.shown}`;
  if (compare(own.numbers, theirs.numbers) >= 0) return { side: 'ours', report: kept };
  if (own.operator !== theirs.operator) {
    const taken = semver.satisfies(theirs.shown, own.shown);
    return taken ? { side: 'ours', report: kept } : undefined;
  }
  const moved = before?.stem === own.stem && compare(own.numbers, before.numbers) > 0;
  const taken = `${name}: took ${theirs.shown}; you had ${own.shown}`;
  return moved ? { side: 'next', report: taken } : undefined;
}

interface Version {
  /** What stands before the version: `postgres:`, `actions/checkout@`, or nothing. */
  readonly stem: string;
  readonly operator: string;
  readonly numbers: readonly number[];
  /** What stands behind it: `-alpine`. */
  readonly suffix: string;
  readonly shown: string;
}

const pattern =
  /^(?<stem>(?:.*[@:])?)(?<operator>[\^~]|>=)?v?(?<numbers>\d+(?:\.\d+)*)(?<suffix>[-+][\w.+-]*)?$/;

function versionOf(leaf: Leaf): Version | undefined {
  const text = stringOf(leaf);
  if (text === undefined) return undefined;
  const pinned = /^(.*@)[0-9a-f]{40}$/.exec(text);
  const comment = leaf.comment?.trim() ?? '';
  const { groups } = pattern.exec(pinned ? `${pinned[1] ?? ''}${comment}` : text) ?? {};
  if (!groups) return undefined;
  const { stem = '', operator = '', numbers = '', suffix = '' } = groups;
  return {
    stem,
    operator,
    suffix,
    numbers: numbers.split('.').map(Number),
    shown: pinned ? comment : text,
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
