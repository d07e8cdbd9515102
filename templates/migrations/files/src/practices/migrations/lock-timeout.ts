/** PostgreSQL's `lock_not_available`: `lock_timeout` ended a wait. */
const lockNotAvailable = '55P03';

/** True when `error` says that a lock was not granted in time, so that nothing was changed. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === lockNotAvailable;
}
