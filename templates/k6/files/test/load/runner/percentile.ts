/**
 * The value below which `percent` of the samples lie, interpolated between the two nearest ranks as
 * k6 does.
 *
 * @param samples - in any order; an empty list gives 0
 * @param percent - from 0 to 100
 */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
}
