/**
 * Why the system refused something, as it says it, without the path that the caller names.
 *
 * @param error - what a function of `node:fs` threw
 * @returns `ENOSPC: no space left on device`; `undefined` for an error that the system did not give
 */
export function systemReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  return error.message.replace(/, \w+( '.*)?$/s, '');
}
