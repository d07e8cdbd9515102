import type { Mutant } from '../mutant.ts';

const own = 'breaker/files/src/practices/breaker';

export const breakerMutants: readonly Mutant[] = [
  {
    id: 'percentage-ignored',
    kind: 'breaker threshold ignored',
    file: `${own}/target.ts`,
    find: 'threshold: settings.BREAKER_FAILURE_PERCENT / 100,',
    replace: 'threshold: 0.99,',
    combination: 'breaker',
    tier: 'faulted',
    visible: false,
  },
  {
    id: 'minimum-ignored',
    kind: 'breaker threshold ignored',
    file: `${own}/target.ts`,
    find: 'minimumNumberOfCalls: settings.BREAKER_MINIMUM_CALLS,',
    replace: 'minimumNumberOfCalls: 1,',
    combination: 'breaker',
    tier: 'faulted',
    visible: false,
  },
  {
    id: 'everything-tried-again',
    kind: 'retry of a POST without a key',
    file: `${own}/target.ts`,
    find: '(retryable ? repeated : once)',
    replace: "(retryable || name !== '' ? repeated : once)",
    combination: 'breaker',
    tier: 'faulted',
    visible: false,
  },
  {
    id: 'too-many-requests-is-an-answer',
    kind: 'passing failure taken for an answer',
    file: `${own}/failure.ts`,
    find: 'new Set([408, 425, 429])',
    replace: 'new Set([408, 425])',
    combination: 'breaker',
    tier: 'built',
    visible: false,
  },
  {
    id: 'callers-return-together',
    kind: 'jitter removed',
    file: `${own}/backoff.ts`,
    find: 'floor + Math.random() * (ceiling - floor)',
    replace: 'floor + (ceiling - floor)',
    combination: 'breaker',
    tier: 'built',
    visible: false,
  },
];
