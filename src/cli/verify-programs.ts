import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Combination } from '../selection/combination.ts';
import type { BuiltReport, ProgramOutcome } from '../verify/built/outcome.ts';
import { builtTier } from '../verify/built/built-tier.ts';
import { faultedTier } from '../verify/faulted/faulted-tier.ts';
import type { Plan } from '../verify/built/plan.ts';
import { verifyBuilt, type BuiltEvent } from '../verify/built/verify-built.ts';
import type { LedgerEntry } from '../verify/ledger/entry.ts';
import { openLedger } from '../verify/ledger/ledger-file.ts';
import { reusedEntries } from '../verify/ledger/reused.ts';
import { decidingLines } from '../verify/ledger/standing.ts';
import { countText } from '../verify/report/quantities.ts';
import { programsAtRef } from '../verify/programs-at-ref.ts';
import type { SharedProgram } from '../verify/program/programs.ts';
import { programShards } from '../verify/program-shards.ts';
import { sampleOf } from '../verify/sample.ts';
import { resultFingerprint } from '../verify/toolchain.ts';
import { needsOwnNode } from '../../generators/machine-node.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Terminal } from './terminal.ts';
import { coverageOf, type ProgramTier } from './verify-coverage.ts';
import { failureText } from './verify-failure.ts';
import { progressOn } from './verify-progress.ts';
import type { VerifyRequest } from './verify-request.ts';
import { version } from './version.ts';

/** What a tier that runs programs is told beside the request. */
export interface ProgramRun {
  readonly pack: Pack;
  /** Where the pack stands; absent for one that is compiled into the engine. */
  readonly folder: string | undefined;
  readonly tier: ProgramTier;
  readonly request: VerifyRequest;
  /** How verify is called on this pack, for whoever wants to see a failure again. */
  readonly invocation: string;
  /** Only this one. */
  readonly combination: Combination | undefined;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** What came of it, with what was looked at and what was not. */
export interface ProgramReport extends BuiltReport {
  readonly tier: ProgramTier;
  readonly covered: string;
}

/**
 * Runs a tier that builds programs, and keeps what came of each in the ledger as it comes.
 *
 * @throws PlinthError what `verifyBuilt`, the ledger and `programsAtRef` throw
 */
export async function verifyPrograms(run: ProgramRun): Promise<ProgramReport> {
  const { pack, tier, request, invocation, combination, terminal, signal } = run;
  if (needsOwnNode(terminal.nodeVersion)) throw nodeTooOld(terminal.nodeVersion);
  const ledger = openLedger(request.ledger);
  const results = decidingLines(ledger.entries, tier);
  const coverage = combination
    ? { combinations: [combination], covered: combination.id, leftOut: [] }
    : coverageOf(pack, { ...request, tier });
  const old = await programsBefore(run, coverage.combinations);
  const progress = progressOn(terminal, tier);
  const count = { done: 0, total: 0, failed: 0 };
  let plan: Plan | undefined;

  const on = (event: BuiltEvent): void => {
    if (event.kind === 'installing') terminal.status('Installing the packages of the catalogue.');
    else if (event.kind === 'rendering') terminal.status('Rendering the combinations.');
    else if (event.kind === 'planned') {
      ({ plan } = event);
      for (const entry of knownEntries(plan, run, ledger.entries)) ledger.append(entry);
      count.total = plan.work.length;
      progress.show(count);
    } else if (event.kind === 'finished') {
      const { outcome } = event;
      for (const entry of entriesOf(outcome, run, plan?.toolchain ?? '')) ledger.append(entry);
      count.done += 1;
      if (outcome.failure) {
        // At once: nobody should wait for the end of a long run to read what went wrong.
        if (count.failed === 0) progress.say(failureText(outcome, tier, invocation));
        count.failed += 1;
      }
      progress.show(count);
    }
  };
  try {
    const report = await verifyBuilt(pack, {
      tier: tier === 'built' ? builtTier : faultedTier,
      engine: version,
      combinations: coverage.combinations,
      choose: (programs) => chosenFrom(programs, run, old, ledger.entries),
      jobs: request.jobs,
      cache: cacheFolder(terminal, 'verify'),
      passed: (fingerprint) => results.get(fingerprint)?.result === 'passed',
      seed: request.seed,
      bail: request.bail,
      keep: request.keep,
      signal,
      on,
    });
    const leftOut = [...coverage.leftOut, ...report.leftOut];
    return { ...report, tier, covered: coverage.covered + restrictionsOf(request), leftOut };
  } finally {
    progress.clear();
  }
}

/** What the request takes away from what the tier covers. */
function restrictionsOf({ since, shard, sample }: VerifyRequest): string {
  return [
    ...(since === undefined ? [] : [`; of these only programs that ${since} had not`]),
    ...(shard === undefined ? [] : [`; of these only part ${shard.index} of ${shard.count}`]),
    ...(sample === undefined ? [] : [`; of these only ${countText(sample, 'program')} at random`]),
  ].join('');
}

function nodeTooOld(found: string): PlinthError {
  return new PlinthError(
    'PLINTH_NODE_TOO_OLD',
    `services run on Node 22.18 or newer, not ${found}`,
    {
      hint: 'Run plinth verify on a newer Node.',
    },
  );
}

/** Fingerprints of the programs that the pack had at `--since`. */
async function programsBefore(
  { request, folder, signal }: ProgramRun,
  combinations: readonly Combination[],
): Promise<ReadonlySet<string> | undefined> {
  if (request.since === undefined) return undefined;
  if (folder === undefined) {
    throw new PlinthError('PLINTH_REF_UNKNOWN', 'the built-in pack is not in a git repository', {
      hint: 'Say where the pack stands: --pack DIR.',
    });
  }
  return programsAtRef(folder, request.since, combinations, version, signal);
}

function chosenFrom(
  programs: readonly SharedProgram[],
  { request, tier }: ProgramRun,
  old: ReadonlySet<string> | undefined,
  entries: readonly LedgerEntry[],
): readonly SharedProgram[] {
  const changed = programs.filter(({ fingerprint }) => old?.has(fingerprint) !== true);
  const { shard, sample, seed } = request;
  const shards = shard && programShards(changed, shard.count, entries, tier);
  const mine = shards ? (shards[shard.index - 1] ?? []) : changed;
  return sample === undefined ? mine : sampleOf(mine, sample, seed);
}

function knownEntries(
  { known, toolchain }: Plan,
  { pack, tier }: ProgramRun,
  entries: readonly LedgerEntry[],
): readonly LedgerEntry[] {
  const programs = known.map(({ fingerprint, combinations }) => ({
    fingerprint: resultFingerprint(fingerprint, toolchain),
    combinations: combinations.map(({ id }) => id),
  }));
  const at = new Date().toISOString();
  return reusedEntries(entries, programs, { tier, pack: pack.digest, engine: version, at });
}

/** A line for each combination that is now known of. */
function entriesOf(
  outcome: ProgramOutcome,
  { pack, tier }: ProgramRun,
  toolchain: string,
): readonly LedgerEntry[] {
  const { combination, same, fingerprint, commands, durationMs, failure } = outcome;
  const entry: LedgerEntry = {
    combination: combination.id,
    tier,
    fingerprint,
    toolchain,
    pack: pack.digest,
    engine: version,
    commands: commands.map((command) => command.slice(0, 2_000)),
    durationMs,
    result: failure ? 'failed' : 'passed',
    at: new Date().toISOString(),
  };
  return [
    entry,
    ...same.map(({ id }): LedgerEntry => ({ ...entry, combination: id, reused: true })),
  ];
}
