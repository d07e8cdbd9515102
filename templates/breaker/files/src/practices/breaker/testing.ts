import type { PracticeFixture } from '../../../test/fixture.ts';

/** Tests do not wait between attempts; those that are about the delays set their own. */
export const breakerFixture: PracticeFixture = {
  env: { BREAKER_BASE_DELAY_MS: '5', BREAKER_MAX_DELAY_MS: '20' },
};
