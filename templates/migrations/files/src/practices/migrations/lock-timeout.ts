import { setTimeout as sleep } from 'node:timers/promises';

/** How often a transaction is begun when running requests do not yield a lock, and how long between. */
const attempts = 5;
const pauseMs = 500;

/** PostgreSQL's `lock_not_available`: `lock_timeout` ended a wait. */
const lockNotAvailable = '55P03';

/** True when `error` says that a lock was not granted in time, so that nothing was changed. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === lockNotAvailable;
}

/**
 * Begins again when a lock was refused: the transaction was rolled back, and requests went on.
 * @param name - of what is done
 * @param step - one transaction
 * @throws the refusal when the lock was refused each time, and any other error at once.
 */
export async function persist<T>(
  name: string,
  say: (line: string) => void,
  step: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (!isLockTimeout(error) || attempt === attempts) throw error;
      say(`${name}: a lock was not granted in time, attempt ${attempt} of ${attempts}`);
      await sleep(pauseMs * attempt);
    }
  }
}
