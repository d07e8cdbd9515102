import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { type LedgerEntry, ledgerLine } from '../verify/ledger/entry.ts';
import { readLedger } from '../verify/ledger/ledger-file.ts';
import { mergedLedgers } from '../verify/ledger/merge.ts';
import { standingsOf } from '../verify/ledger/standing.ts';
import { proofOf, proofText } from '../verify/proof.ts';
import { reportPage } from '../verify/report/page.ts';
import { reportOf } from '../verify/report/report.ts';
import { writeWhole } from '../verify/write-whole.ts';
import type { Invocation, Outcome } from './command.ts';
import { type Flags, lastOf } from './flags.ts';
import { howCalled } from './pack-source.ts';
import { coverageOf, type CoverageRequest, type ProgramTier } from './verify-coverage.ts';
import { type Evidence, evidenceJson, evidenceText, isProven } from './verify-evidence-report.ts';
import type { VerifyRequest } from './verify-request.ts';
import { version } from './version.ts';

/** The flags that are only about running. */
const running = ['only', 'shard', 'since', 'sample', 'seed', 'jobs', 'bail', 'keep'] as const;

/**
 * What ledgers prove: joins them, and writes the page and the proof. Nothing is run.
 *
 * @throws PlinthError `PLINTH_FLAG_CONFLICT`, `PLINTH_MISSING_ARGUMENT`, `PLINTH_SURPLUS_ARGUMENT`,
 * `PLINTH_LEDGER_INVALID`, `PLINTH_WRITE_FAILED`
 */
export function verifyEvidence(
  { positionals, flags, terminal }: Invocation,
  request: VerifyRequest,
  pack: Pack,
): Outcome {
  refuseRunning(flags);
  const tier = programTierOf(request);
  const entries = flags.has('merge')
    ? joined(request.ledger, positionals, terminal.cwd)
    : readOnly(request.ledger, positionals);
  // Before anything is written: a ledger of another pack is refused by it.
  const report = reportOf(pack, version, entries);
  if (flags.has('merge')) writeWhole(request.ledger, entries.map(ledgerLine).join(''));
  const subject = { pack: pack.digest, engine: version };
  const proof = flags.has('proof') ? proofOf(entries, subject, tier) : undefined;
  const evidence: Evidence = {
    report,
    ledger: { path: request.ledger, lines: entries.length },
    missing:
      lastOf(flags, 'tier') === undefined
        ? undefined
        : missingFrom(entries, pack, { ...request, tier }),
    page: write(pathOf(flags, 'report', terminal.cwd), () => reportPage(report, howCalled(flags))),
    proof: flags.has('proof')
      ? {
          combinations: proof?.combinations.length ?? 0,
          path: proof && write(pathOf(flags, 'proof', terminal.cwd), () => proofText(proof)),
        }
      : undefined,
  };
  return {
    result: evidenceJson(evidence),
    text: evidenceText(evidence, terminal.paint),
    exitCode: isProven(evidence) ? 0 : 1,
  };
}

function refuseRunning(flags: Flags): void {
  const flag = running.find((name) => flags.has(name));
  if (flag === undefined) return;
  const asked = ['merge', 'report', 'proof'].find((name) => flags.has(name)) ?? '';
  throw new PlinthError(
    'PLINTH_FLAG_CONFLICT',
    `--${asked} runs nothing, so that --${flag} has no meaning`,
    {
      hint: 'Run plinth verify first, then ask for what it found.',
    },
  );
}

function joined(ledger: string, files: readonly string[], cwd: string): readonly LedgerEntry[] {
  if (files.length === 0) {
    throw new PlinthError('PLINTH_MISSING_ARGUMENT', '--merge needs the ledgers to join', {
      hint: 'plinth verify --merge shard-1.jsonl shard-2.jsonl',
    });
  }
  const standing = existsSync(ledger) ? [ledger] : [];
  const paths = [...standing, ...files.map((file) => resolve(cwd, file))];
  return mergedLedgers(paths.map(readLedger));
}

function readOnly(ledger: string, [surplus]: readonly string[]): readonly LedgerEntry[] {
  if (surplus === undefined) return readLedger(ledger);
  throw new PlinthError('PLINTH_SURPLUS_ARGUMENT', `"${surplus}" is one argument too many`, {
    hint: 'A ledger to join stands behind --merge; another one to read is --ledger FILE.',
  });
}

/** The combinations that a tier should cover, and that have no result. */
function missingFrom(
  entries: readonly LedgerEntry[],
  pack: Pack,
  request: CoverageRequest,
): readonly string[] {
  const known = new Set(
    standingsOf(entries, { pack: pack.digest, engine: version })
      .filter(({ tier }) => tier === request.tier)
      .flatMap(({ combinations }) => combinations),
  );
  const { combinations } = coverageOf(pack, request);
  return combinations.map(({ id }) => id).filter((id) => !known.has(id));
}

function programTierOf({ tiers }: VerifyRequest): ProgramTier {
  const tier = tiers.find((name) => name !== 'rendered');
  if (tier !== undefined) return tier;
  throw new PlinthError('PLINTH_FLAG_CONFLICT', 'a ledger keeps nothing of the tier rendered', {
    hint: 'Write --tier built or --tier faulted.',
  });
}

function pathOf(flags: Flags, flag: string, cwd: string): string | undefined {
  const file = lastOf(flags, flag);
  return file === undefined ? undefined : resolve(cwd, file);
}

function write(path: string | undefined, text: () => string): string | undefined {
  if (path !== undefined) writeWhole(path, text());
  return path;
}
