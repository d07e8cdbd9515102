import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedRepository } from '../repo/create.ts';
import { combinationOf } from '../selection/combination.ts';
import { sampleModules } from '../selection/samples.ts';
import { answerOf, parseProof, type NotProven, type Proof } from '../verify/proof-file.ts';
import { distFolder } from './built-in-pack.ts';
import type { CreateInput } from './create-answers.ts';
import { version } from './version.ts';

/** What `create` knows of the service that it writes: `result.proof`. */
export type ServiceProof =
  | { readonly proven: true; readonly tier: string; readonly toolchain: string }
  | { readonly proven: false; readonly reason: NotProven | 'other-modules' };

/** Whether exactly this combination was built and tested for this release. */
export function serviceProof(
  { pack, answers }: CreateInput,
  { selection }: PlannedRepository,
): ServiceProof {
  const combination = combinationOf(pack, selection).id;
  const answer = answerOf(readProof(), { engine: version, pack: pack.digest, combination });
  if (!answer.proven || isSample(sampleModules(pack), answers)) return answer;
  return { proven: false, reason: 'other-modules' };
}

function isSample(samples: object, { modules }: CreateInput['answers']): boolean {
  return JSON.stringify(modules) === JSON.stringify(samples);
}

/** A checkout that verified nothing has no such file. */
function readProof(): Proof | undefined {
  try {
    return parseProof(readFileSync(join(distFolder, 'proof.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The same for people. */
export function proofSentence(proof: ServiceProof): string {
  return proof.proven
    ? 'Exactly this combination was built and tested for this release.'
    : `Not proven for this release: ${reasons[proof.reason]}.`;
}

const reasons: Readonly<Record<NotProven | 'other-modules', string>> = {
  'no-proof': 'this copy of Plinth has no results with it',
  'other-release': 'its results are about another pack',
  'not-verified': 'this combination was not built and tested',
  'other-modules': 'it was tested with the example modules',
};
