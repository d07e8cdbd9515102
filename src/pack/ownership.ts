import picomatch from 'picomatch';
import type { Ownership } from './pack.ts';

/** Globs of a manifest by what they say about a rendered path. */
export interface OwnershipGlobs {
  readonly managed: readonly string[];
  readonly block: readonly string[];
  readonly seeded: readonly string[];
  readonly required: readonly string[];
}

/** Tells who may change a rendered path, and whether it comes back when it is deleted. */
export type OwnershipRule = (path: string) => {
  readonly ownership: Ownership;
  readonly required: boolean;
};

/** Turns the globs of one practice into a rule; a path that no glob names is `merged`. */
export function ownershipRule(globs: OwnershipGlobs): OwnershipRule {
  const [managed, block, seeded, required] = (
    ['managed', 'block', 'seeded', 'required'] as const
  ).map((kind) => picomatch([...globs[kind]], { dot: true }));
  return (path) => ({
    ownership: seeded?.(path)
      ? 'seeded'
      : managed?.(path)
        ? 'managed'
        : block?.(path)
          ? 'block'
          : 'merged',
    required: required?.(path) ?? false,
  });
}
