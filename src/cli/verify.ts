import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Combination } from '../selection/combination.ts';
import { parseCombinationId } from '../selection/space.ts';
import type { Command, Invocation } from './command.ts';
import { interruptible } from './interruptible.ts';
import { chosenPack, howCalled, packFolder } from './pack-source.ts';
import { passed, verifyJson, verifyText, type TierReport } from './verify-report.ts';
import { verifyFlags, verifyRequest, type VerifyRequest } from './verify-request.ts';
import { progressOn } from './verify-progress.ts';
import { version } from './version.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Proves the combinations of a pack: renders, builds, tests and breaks them',
  arguments: ['[COMBINATION | FILE]…'],
  flags: verifyFlags,
  examples: [
    'plinth verify',
    'plinth verify --tier built --strength 2 --since main',
    'plinth verify --tier faulted --sample 3',
    'plinth verify --tier built cache.tiers=memory,migrations --keep',
    'plinth verify --merge shards/*.jsonl --tier built --report report.html',
  ],
  async run(invocation) {
    const { flags, terminal } = invocation;
    const request = verifyRequest(flags, terminal.cwd);
    const pack = await chosenPack(flags, terminal);
    if (['merge', 'report', 'proof'].some((flag) => flags.has(flag))) {
      const { verifyEvidence } = await import('./verify-evidence.ts');
      return verifyEvidence(invocation, request, pack);
    }
    refuseSecond(invocation.positionals);
    const reports = await interruptible((signal) => verify(invocation, request, pack, signal));
    return {
      result: verifyJson(reports),
      text: verifyText(reports, howCalled(flags), terminal.paint),
      exitCode: reports.every(passed) ? 0 : 1,
    };
  },
};

function refuseSecond([, second]: readonly string[]): void {
  if (second === undefined) return;
  throw new PlinthError('PLINTH_SURPLUS_ARGUMENT', `"${second}" is one combination too many`, {
    hint: 'Without a combination, all are verified. Ledgers to join stand behind --merge.',
  });
}

/** The tiers in their order; what fails in one is not tried in the next. */
async function verify(
  { positionals, flags, terminal }: Invocation,
  request: VerifyRequest,
  pack: Pack,
  signal: AbortSignal,
): Promise<readonly TierReport[]> {
  const [id] = positionals;
  const combination = id === undefined ? undefined : parseCombinationId(pack, id);
  const folder = packFolder(flags, terminal.cwd);
  const reports: TierReport[] = [];
  for (const tier of request.tiers) {
    if (!reports.every(passed)) break;
    if (tier === 'rendered') {
      reports.push(await rendered(pack, combination, request, terminal, signal));
    } else {
      const { verifyPrograms } = await import('./verify-programs.ts');
      const invocation = howCalled(flags);
      const run = { pack, folder, tier, request, invocation, combination, terminal, signal };
      reports.push(await verifyPrograms(run));
    }
  }
  return reports;
}

async function rendered(
  pack: Pack,
  combination: Combination | undefined,
  { only, shard }: VerifyRequest,
  terminal: Invocation['terminal'],
  signal: AbortSignal,
): Promise<TierReport> {
  const { verifyRendered } = await import('../verify/rendered/verify-rendered.ts');
  const begun = Date.now();
  const progress = progressOn(terminal, 'rendered');
  const report = await verifyRendered(pack, {
    engine: version,
    combination,
    only,
    shard,
    signal,
    onProgress: (done, total) => {
      progress.show({ done, total, failed: 0 });
    },
  });
  progress.clear();
  return { ...report, tier: 'rendered', durationMs: Date.now() - begun };
}
