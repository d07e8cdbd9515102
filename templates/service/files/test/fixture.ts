import type { Principal } from '../src/core/contract.ts';
import type { Service } from '../src/core/compose.ts';

/** What a practice tells the test harness about itself: its `testing.ts` exports one. */
export interface PracticeFixture {
  /** Set for every service that a test starts. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Headers that make `principal` the caller.
   * @param service - the service that will be called
   */
  credentials?(
    service: Pick<Service, 'app' | 'ports'>,
    principal: Principal,
  ): Promise<Record<string, string>>;
}
