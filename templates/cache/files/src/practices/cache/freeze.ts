/**
 * Freezes a value and all that it holds: one object answers many readers, and a reader that changed
 * it would change it for all.
 *
 * @returns The same value.
 */
export function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
  return value;
}
