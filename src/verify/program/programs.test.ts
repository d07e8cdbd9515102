import { expect, test } from 'vitest';
import { builtInPack } from '../../cli/built-in-pack.ts';
import { parseCombinationId } from '../../selection/space.ts';
import { sharedPrograms } from './programs.ts';

test('whatever the pipeline, the built-in pack renders one program', async () => {
  const pack = await builtInPack();
  const ids = ['', 'ci.provider=github,', 'ci.provider=gitlab,'].map(
    (ci) =>
      `auth.method=oidc,breaker,cache.tiers=memory-redis,${ci}k6,migrations,queue.backend=postgres`,
  );
  // One file that could read anything, and does not say what, makes three of it.
  const combinations = ids.map((id) => parseCombinationId(pack, id));
  const programs = await sharedPrograms(pack, combinations, '0.0.0');
  expect(programs.map((program) => program.combinations.map(({ id }) => id))).toEqual([ids]);
});
