import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import { didYouMean } from '../pack/suggest.ts';
import { tiers, type Tier } from '../verify/ledger/entry.ts';
import type { FlagSpecs, Flags } from './flags.ts';
import { lastOf } from './flags.ts';
import { packFlag } from './pack-source.ts';

/** What `plinth verify` was asked for. */
export interface VerifyRequest {
  /** In the order of running. */
  readonly tiers: readonly Tier[];
  readonly only?: string | undefined;
  readonly strength?: number | undefined;
  readonly shard?: { readonly index: number; readonly count: number } | undefined;
  readonly since?: string | undefined;
  readonly sample?: number | undefined;
  readonly jobs: number;
  readonly keep: boolean;
  readonly bail: boolean;
  readonly seed: number;
  /** Absolute. */
  readonly ledger: string;
}

export const verifyFlags: FlagSpecs = {
  tier: { summary: 'rendered, built or faulted; otherwise the first two', value: 'NAME' },
  only: { summary: 'only combinations that have this practice', value: 'PRACTICE' },
  strength: { summary: 'every N option values together, in place of all', value: 'N' },
  shard: { summary: 'the I-th of N parts of the work, from 1', value: 'I/N' },
  since: { summary: 'only programs that the pack had not at this commit', value: 'REF' },
  sample: { summary: 'only so many programs, chosen by the seed', value: 'N' },
  seed: { summary: 'for what is chosen at random', value: 'NUMBER' },
  jobs: { summary: 'programs at a time', value: 'J' },
  bail: { summary: 'end with the first failure' },
  keep: { summary: 'leave the folders of programs that fail' },
  ledger: { summary: 'where results are kept, .plinth/ledger.jsonl if not said', value: 'FILE' },
  merge: { summary: 'run nothing: join the ledgers FILE… into the ledger' },
  report: { summary: 'run nothing: show the ledger as a page of HTML', value: 'FILE' },
  proof: { summary: 'run nothing: write what create tells users', value: 'FILE' },
  pack: packFlag,
};

/**
 * Reads the flags of `plinth verify`.
 *
 * @throws PlinthError `PLINTH_FLAG_VALUE`
 */
export function verifyRequest(flags: Flags, cwd: string): VerifyRequest {
  return {
    tiers: tiersOf(lastOf(flags, 'tier')),
    only: lastOf(flags, 'only'),
    strength: countOf(flags, 'strength'),
    shard: shardOf(lastOf(flags, 'shard')),
    since: lastOf(flags, 'since'),
    sample: countOf(flags, 'sample'),
    jobs: countOf(flags, 'jobs') ?? availableParallelism(),
    keep: flags.has('keep'),
    bail: flags.has('bail'),
    seed: countOf(flags, 'seed') ?? 1 + Math.floor(Math.random() * 1_000_000),
    ledger: resolve(cwd, lastOf(flags, 'ledger') ?? '.plinth/ledger.jsonl'),
  };
}

function tiersOf(name: string | undefined): readonly Tier[] {
  if (name === undefined) return ['rendered', 'built'];
  const tier = tiers.find((known) => known === name);
  if (tier !== undefined) return [tier];
  throw new PlinthError('PLINTH_FLAG_VALUE', `there is no tier "${name}"`, {
    hint: didYouMean(name, tiers),
  });
}

/** The number from 1 that a flag was given. */
export function countOf(flags: Flags, name: string): number | undefined {
  const value = lastOf(flags, name);
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new PlinthError('PLINTH_FLAG_VALUE', `--${name} needs a number from 1, not "${value}"`, {
    hint: `Write --${name} 2.`,
  });
}

function shardOf(value: string | undefined): VerifyRequest['shard'] {
  if (value === undefined) return undefined;
  const [index = 0, count = 0] = /^\d{1,4}\/\d{1,4}$/.test(value)
    ? value.split('/').map(Number)
    : [];
  if (index >= 1 && index <= count) return { index, count };
  throw new PlinthError(
    'PLINTH_FLAG_VALUE',
    `--shard needs I/N with I from 1 to N, not "${value}"`,
    {
      hint: 'Write --shard 1/4.',
    },
  );
}
