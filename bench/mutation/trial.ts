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
import { changedPath, soonest } from './soonest.ts';
import { subjectOf, type Subject, type Workbench } from './workbench.ts';

/** What came of one mutant. */
export interface Verdict {
  readonly mutant: Mutant;
  /** Absent: the tier did not see it. */
  readonly caught?: Caught | undefined;
  /** Whether type check and lint were run. */
  readonly linted: boolean;
  /** What they say; absent when they say nothing. */
  readonly seen?: Caught | undefined;
  /** What the combination fails with when nothing is planted: then nothing is proven. */
  readonly unsound?: Caught | undefined;
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
  /** What types and lint are run on: whatever renders, or only what they are to catch. */
  readonly linted: 'every mutant' | 'visible mutants of the built tier';
}

/**
 * Plants one defect and runs the tier that is to catch it, after that tier has passed the same
 * combination without it.
 *
 * @throws Error when the defect cannot be planted
 */
export async function trial(court: Court, mutant: Mutant): Promise<Verdict> {
  const begun = performance.now();
  const finding = await verdictOf(court, mutant).catch((error: unknown): Finding => {
    if (error instanceof Unsound) return { unsound: error.caught };
    throw error;
  });
  const linted = isLinted(court, mutant);
  return { mutant, linted, ...finding, seconds: (performance.now() - begun) / 1_000 };
}

type Finding = Pick<Verdict, 'caught' | 'seen' | 'unsound'>;

/** A combination fails without any defect. */
class Unsound extends Error {
  readonly caught: Caught;

  constructor(caught: Caught) {
    super(`${caught.by}: ${caught.says}`);
    this.caught = caught;
  }
}

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
  const seen = isLinted(court, mutant)
    ? await builtTier(court, sound, subject, changedPath(mutant), isTypesOrLint)
    : undefined;
  return { seen, caught: await caughtBy(court, mutant, { pack, subject, sound, seen }) };
}

const isTypesOrLint = ({ check }: Unit): boolean => check === 'types' || check === 'lint';

const isLinted = ({ linted }: Court, { tier, visible }: Mutant): boolean =>
  linted === 'every mutant' || (tier === 'built' && visible);

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
    mustPass(await renderedTier(court.sound, combination, checks, engine));
    return renderedTier(pack, combination, checks, engine);
  }
  if (tier === 'oracle') {
    mustPass(oracleTier(court.sound, combination));
    return oracleTier(pack, combination);
  }
  if (seen) return seen;
  if (tier === 'built') {
    const changed = changedPath(mutant);
    return builtTier(court, sound, subject, changed, (unit) => !isTypesOrLint(unit));
  }
  for (const tests of faultTestsOf(subject.tree, pack, changedPath(mutant))) {
    mustPass(caughtIn(await court.workbench.fault(sound, tests)));
    const caught = caughtIn(await court.workbench.fault(subject, tests));
    if (caught) return caught;
  }
  return undefined;
}

/**
 * Only those units are run that can see the defect: what they read is not the same. They come in the order
 * that finds it soonest, a few at a time, each few after the same without the defect.
 */
async function builtTier(
  { workbench }: Court,
  sound: Subject,
  subject: Subject,
  changed: string,
  wanted: (unit: Unit) => boolean,
): Promise<Caught | undefined> {
  const before = new Set(sound.program.units.map(({ fingerprint }) => fingerprint));
  const open = subject.program.units
    .filter(wanted)
    .filter(({ fingerprint }) => !before.has(fingerprint));
  for (const some of soonest(open, changed)) {
    const same = sound.program.units.filter(({ check, test }) =>
      some.some((unit) => unit.check === check && unit.test === test),
    );
    mustPass(caughtIn(await workbench.check(sound, same)));
    const caught = caughtIn(await workbench.check(subject, some));
    if (caught) return caught;
  }
  return undefined;
}

function mustPass(caught: Caught | undefined): void {
  if (caught) throw new Unsound(caught);
}

function caughtIn(failure: Failure | undefined): Caught | undefined {
  if (!failure) return undefined;
  const by = failure.test === undefined ? failure.check : `${failure.check}: ${failure.test}`;
  return { by, says: tellingLine(failure.output) };
}
