import type { Mutant } from './mutant.ts';
import { authMutants } from './mutants/auth.ts';
import { breakerMutants } from './mutants/breaker.ts';
import { cacheMutants } from './mutants/cache.ts';
import { coreMutants } from './mutants/core.ts';
import { manifestMutants } from './mutants/manifests.ts';
import { meetingMutants } from './mutants/meeting.ts';
import { moduleMutants } from './mutants/modules.ts';
import { queueMutants } from './mutants/queue.ts';
import { renderingMutants } from './mutants/rendering.ts';
import { storeMutants } from './mutants/stores.ts';

/** Every defect that is planted, one at a time. */
export const mutants: readonly Mutant[] = [
  ...manifestMutants,
  ...meetingMutants,
  ...renderingMutants,
  ...coreMutants,
  ...moduleMutants,
  ...cacheMutants,
  ...queueMutants,
  ...authMutants,
  ...breakerMutants,
  ...storeMutants,
];
