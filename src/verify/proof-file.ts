/**
 * What a release knows of the combinations that were built and tested for it. `create` reads it on every
 * run, so that this file loads nothing but the hash.
 */
import { createHash } from 'node:crypto';

/** The compact file that comes with the package. */
export interface Proof {
  readonly version: 1;
  /** The version of Plinth that verified. */
  readonly engine: string;
  /** The digest of the pack that was verified. */
  readonly pack: string;
  /** What they went through; every one of them passed it. */
  readonly tier: string;
  readonly toolchain: string;
  /** From {@link proofKey}, in order. */
  readonly combinations: readonly string[];
}

/** What is asked about: one combination of one version of a pack, created by one version of Plinth. */
export interface ProofQuestion {
  readonly engine: string;
  /** The digest of the pack. */
  readonly pack: string;
  /** From `combinationId`. */
  readonly combination: string;
}

export type ProofAnswer =
  | { readonly proven: true; readonly tier: string; readonly toolchain: string }
  | { readonly proven: false; readonly reason: NotProven };

/** There is no proof, it is about something else, or this combination is not in it. */
export type NotProven = 'no-proof' | 'other-release' | 'not-verified';

/** A combination as the file has it: 48 bits, far more than tell thousands of them apart. */
export function proofKey(combination: string): string {
  return createHash('sha256').update(combination).digest('hex').slice(0, 12);
}

/** Reads the file. What is not of its form is as good as none. */
export function parseProof(text: string): Proof | undefined {
  try {
    const { version, engine, pack, tier, toolchain, combinations } = JSON.parse(
      text,
    ) as Partial<Proof>;
    const isText = [engine, pack, tier, toolchain].every((value) => typeof value === 'string');
    // What was only rendered was neither built nor tested, which is what create says of it.
    const isTier = tier === 'built' || tier === 'faulted';
    if (version !== 1 || !isText || !isTier || !Array.isArray(combinations)) return undefined;
    return { version, engine, pack, tier, toolchain, combinations } as Proof;
  } catch {
    return undefined;
  }
}

/** Whether exactly this combination is proven. */
export function answerOf(proof: Proof | undefined, question: ProofQuestion): ProofAnswer {
  if (!proof) return { proven: false, reason: 'no-proof' };
  const { engine, pack, combination } = question;
  if (proof.engine !== engine || proof.pack !== pack) {
    return { proven: false, reason: 'other-release' };
  }
  if (!proof.combinations.includes(proofKey(combination))) {
    return { proven: false, reason: 'not-verified' };
  }
  return { proven: true, tier: proof.tier, toolchain: proof.toolchain };
}
