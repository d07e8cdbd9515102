/**
 * Tells which paths some globs name. The matcher is loaded when there is a glob, which in most
 * repositories there is not.
 *
 * @param globs - as in a manifest; a leading dot needs no dot of its own
 */
export async function globMatcher(globs: readonly string[]): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false;
  const { default: picomatch } = await import('picomatch');
  return picomatch([...globs], { dot: true });
}
