import type { Failure } from '../../src/verify/built/check.ts';
import { packFrom } from '../../src/pack/load.ts';
import { PlinthError } from '../../src/pack/error.ts';
import type { SourceFile } from '../../src/pack/files.ts';
import type { Pack } from '../../src/pack/pack.ts';
import type { Unit } from '../../src/verify/program/program.ts';
import type { Checks } from '../../src/verify/rendered/checks.ts';
import { type Caught, tellingLine } from './caught.ts';
import { faultTestsOf } from './fault-tests.ts';
import type { Mutant } from './mutant.ts';
import { oracleTier } from './oracle-tier.ts';
import { planted } from './plant.ts';
import { renderedTier } from './rendered-tier.ts';
import { subjectOf, type Subject, type Workbench } from './workbench.ts';

/** What came of one mutant. */
export interface Verdict {
  readonly mutant: Mutant;
  /** Absent: the tier did not see it. */
  readonly caught?: Caught | undefined;
  /** What the type check and the lint say; absent when they say nothing. */
  readonly seen?: Caught | undefined;
  readonly seconds: number;
}

/** What trials run on. */
export interface Court {
  readonly sources: readonly SourceFile[];
  /** Without a defect. */
  readonly sound: Pack;
  readonly checks: Checks;
  readonly workbench: Workbench;
  readonly engine: string;
}

/**
 * Plants one defect and runs the tier that is to catch it, after that tier has passed the same
 * combination without it.
 *
 * @throws Error when the combination fails without the defect, or the defect cannot be planted
 */
export async function trial(court: Court, mutant: Mutant): Promise<Verdict> {
  const begun = performance.now();
  const { caught, seen } = await verdictOf(court, mutant);
  return { mutant, caught, seen, seconds: (performance.now() - begun) / 1_000 };
}

type Finding = Pick<Verdict, 'caught' | 'seen'>;

async function verdictOf(court: Court, mutant: Mutant): Promise<Finding> {
  const sources = planted(court.sources, mutant);
  let pack: Pack;
  let subject: Subject;
  try {
    pack = packFrom(sources);
    subject = subjectOf(pack, mutant.combination, court.engine);
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    return { caught: { by: 'rendering', says: error.message } };
  }
  const sound = subjectOf(court.sound, mutant.combination, court.engine);
  const tools = ['types', 'lint'] as const;
  const seen = await builtTier(court, sound, subject, mutant, (unit) =>
    tools.some((tool) => tool === unit.check),
  );
  return { seen, caught: await caughtBy(court, mutant, { pack, subject, sound, seen }) };
}

interface Case {
  readonly pack: Pack;
  readonly subject: Subject;
  readonly sound: Subject;
  readonly seen: Caught | undefined;
}

async function caughtBy(
  court: Court,
  mutant: Mutant,
  { pack, subject, sound, seen }: Case,
): Promise<Caught | undefined> {
  const { combination, tier } = mutant;
  if (tier === 'rendered') {
    const { checks, engine } = court;
    mustPass(mutant, await renderedTier(court.sound, combination, checks, engine));
    return renderedTier(pack, combination, checks, engine);
  }
  if (tier === 'oracle') {
    mustPass(mutant, oracleTier(court.sound, combination));
    return oracleTier(pack, combination);
  }
  if (seen) return seen;
  if (tier === 'built') return builtTier(court, sound, subject, mutant, () => true);
  const changed = changedPath(sound, subject, mutant);
  const tests = faultTestsOf(subject.tree, pack, changed);
  mustPass(mutant, caughtIn(await court.workbench.fault(sound, tests)));
  return caughtIn(await court.workbench.fault(subject, tests));
}

/** Only those units are run that can see the defect: what they read is not the same. */
async function builtTier(
  { workbench }: Court,
  sound: Subject,
  subject: Subject,
  mutant: Mutant,
  wanted: (unit: Unit) => boolean,
): Promise<Caught | undefined> {
  const before = new Set(sound.program.units.map(({ fingerprint }) => fingerprint));
  const open = subject.program.units
    .filter(wanted)
    .filter(({ fingerprint }) => !before.has(fingerprint));
  const same = sound.program.units.filter(({ check, test }) =>
    open.some((unit) => unit.check === check && unit.test === test),
  );
  mustPass(mutant, caughtIn(await workbench.check(sound, same)));
  return caughtIn(await workbench.check(subject, open));
}

function mustPass({ id, combination }: Mutant, caught: Caught | undefined): void {
  if (!caught) return;
  throw new Error(`${id}: ${combination} fails without it: ${caught.by}: ${caught.says}`);
}

function caughtIn(failure: Failure | undefined): Caught | undefined {
  if (!failure) return undefined;
  const by = failure.test === undefined ? failure.check : `${failure.check}: ${failure.test}`;
  return { by, says: tellingLine(failure.output) };
}

/** The one file of the service that differs. */
function changedPath(sound: Subject, subject: Subject, { id, file }: Mutant): string {
  const changed = [...subject.tree.files.values()].find(
    ({ path, sha256 }) => sound.tree.files.get(path)?.sha256 !== sha256,
  );
  if (changed) return changed.path;
  throw new Error(`${id}: templates/${file} renders as it did before`);
}
