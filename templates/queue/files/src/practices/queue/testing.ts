import type { PracticeFixture } from '../../../test/fixture.ts';

/** Tests do not wait for the relay, nor for a killed worker's lock. */
export const queueFixture: PracticeFixture = {
  env: { QUEUE_POLL_MS: '50', QUEUE_BACKOFF_MS: '20', QUEUE_LOCK_MS: '1000' },
};
