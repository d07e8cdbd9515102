import { describe, expect, it } from 'vitest';
import { slackMs } from '../../test/harness/patience.ts';
import { createPlainOutbound } from './defaults.ts';

const outbound = createPlainOutbound({ default: 5_000, slow: 100 });
const never = () => new Promise<never>(() => undefined);

describe('a call that leaves the process', () => {
  it('is made once', async () => {
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      return Promise.reject(new Error('refused'));
    };
    await expect(outbound.call({ target: 'mail', retryable: true, attempt })).rejects.toThrow(
      'refused',
    );
    expect(attempts).toBe(1);
  });

  it('ends at its own time limit, even if the attempt does not listen', async () => {
    const begun = performance.now();
    let signal: AbortSignal | undefined;
    const attempt = (given: AbortSignal) => {
      signal = given;
      return never();
    };
    await expect(outbound.call({ target: 'slow', retryable: false, attempt })).rejects.toThrow(
      'slow did not answer within 100 ms',
    );
    expect(performance.now() - begun).toBeLessThan(100 + slackMs);
    expect(signal?.aborted).toBe(true);
  });

  it('falls back when it says how, and is told why', async () => {
    const call = {
      target: 'slow',
      retryable: false,
      attempt: never,
      fallback: (cause: unknown) => `because ${String(cause)}`,
    };
    expect(await outbound.call(call)).toContain('did not answer');
  });
});
