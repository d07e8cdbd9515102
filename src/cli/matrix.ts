import { existsSync } from 'node:fs';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { didYouMean } from '../pack/suggest.ts';
import type { LedgerEntry } from '../verify/ledger/entry.ts';
import type { CiMatrix } from '../verify/ci-matrix.ts';
import type { Command, Invocation } from './command.ts';
import { type Flags, lastOf } from './flags.ts';
import { chosenPack, packFlag } from './pack-source.ts';
import type { ProgramTier } from './verify-coverage.ts';
import { countOf, verifyRequest, type VerifyRequest } from './verify-request.ts';
import { version } from './version.ts';

const formats = ['github', 'gitlab', 'json'] as const;
type Format = (typeof formats)[number];

const usualShards = 4;
/** What GitHub runs of one matrix, which is more than GitLab does. */
const mostShards: Readonly<Record<Format, number>> = { github: 256, gitlab: 200, json: 256 };

/** The Node that verifies in a pipeline: the newest with long-term support. */
const pipelineNode = 24;

export const matrixCommand: Command = {
  name: 'matrix',
  summary: 'Prints what a CI has to run to verify a pack, in its own form',
  arguments: [],
  flags: {
    format: { summary: 'github, gitlab or json', value: 'NAME' },
    tier: { summary: 'built or faulted; built if not said', value: 'NAME' },
    strength: { summary: 'every N option values together, in place of all', value: 'N' },
    shards: { summary: 'how many jobs at most; 4 if not said', value: 'N' },
    ledger: { summary: 'how long programs took, .plinth/ledger.jsonl if not said', value: 'FILE' },
    pack: packFlag,
  },
  examples: [
    'plinth matrix --format github --strength 2 --shards 4',
    'plinth matrix --format gitlab > verify.gitlab-ci.yml',
  ],
  async run(invocation) {
    const { flags, terminal } = invocation;
    const format = formatOf(flags);
    const request = verifyRequest(flags, terminal.cwd);
    const count = shardsOf(flags, format);
    const pack = await chosenPack(flags, terminal);
    const { matrix, covered, leftOut } = await matrixFor(invocation, request, pack, count);
    const result = { ...matrix, covered, leftOut };
    if (format === 'json') return { result, text: JSON.stringify(result, null, 2) };
    if (format === 'github') {
      const { githubMatrix } = await import('../verify/ci-matrix.ts');
      return { result, text: githubMatrix(matrix) };
    }
    const { gitlabPipeline } = await import('../verify/gitlab-matrix.ts');
    return { result, text: gitlabPipeline(matrix, pipelineNode).trimEnd() };
  },
};

function formatOf(flags: Flags): Format {
  const name = lastOf(flags, 'format') ?? 'json';
  const format = formats.find((known) => known === name);
  if (format !== undefined) return format;
  throw new PlinthError('PLINTH_FLAG_VALUE', `there is no format "${name}"`, {
    hint: didYouMean(name, formats),
  });
}

function shardsOf(flags: Flags, format: Format): number {
  const count = countOf(flags, 'shards') ?? usualShards;
  const most = mostShards[format];
  if (count <= most) return count;
  throw new PlinthError(
    'PLINTH_FLAG_VALUE',
    `--shards is at most ${most} for ${format}, and was given ${count}`,
    { hint: `Write --shards ${most}.` },
  );
}

/** The programs as `plinth verify` finds them, in the shards that it takes by the same words. */
async function matrixFor(
  { flags }: Invocation,
  request: VerifyRequest,
  pack: Pack,
  count: number,
): Promise<{
  readonly matrix: CiMatrix;
  readonly covered: string;
  readonly leftOut: readonly string[];
}> {
  const { sharedPrograms } = await import('../verify/program/programs.ts');
  const { programShards } = await import('../verify/program-shards.ts');
  const { ciMatrix } = await import('../verify/ci-matrix.ts');
  const { coverageOf } = await import('./verify-coverage.ts');
  const tier = tierOf(request);
  const { combinations, covered, leftOut } = coverageOf(pack, { ...request, tier });
  const programs = await sharedPrograms(pack, combinations, version);
  const shards = Math.min(count, programs.length);
  const entries = await past(flags, request);
  const words = [
    ...['--tier', tier],
    ...['strength', 'pack'].flatMap((flag) => {
      const value = lastOf(flags, flag);
      return value === undefined ? [] : [`--${flag}`, value];
    }),
  ];
  return {
    matrix: ciMatrix(programShards(programs, shards, entries, tier), words),
    covered,
    leftOut,
  };
}

function tierOf({ tiers }: VerifyRequest): ProgramTier {
  const tier = tiers.find((name) => name !== 'rendered');
  if (tier !== undefined) return tier;
  throw new PlinthError(
    'PLINTH_FLAG_VALUE',
    'the tier rendered is over in seconds, and not split',
    {
      hint: 'Write --tier built or --tier faulted.',
    },
  );
}

/** Without a ledger nobody knows how long anything takes; one that was named has to be there. */
async function past(flags: Flags, { ledger }: VerifyRequest): Promise<readonly LedgerEntry[]> {
  if (!flags.has('ledger') && !existsSync(ledger)) return [];
  const { readLedger } = await import('../verify/ledger/ledger-file.ts');
  return readLedger(ledger);
}
