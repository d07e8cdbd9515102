import type { Writable } from 'node:stream';

/**
 * Lets a command finish what it does when whoever read its output is gone, as after `| head -1`: it is
 * then said to nobody, and was done all the same. Any other error of writing still ends it.
 * @param outputs - what it writes to
 */
export function outliveReader(
  outputs: readonly Writable[] = [process.stdout, process.stderr],
): void {
  for (const output of outputs) {
    output.on('error', (error: Error & { readonly code?: string }) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
