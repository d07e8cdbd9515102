import { expect, test } from 'vitest';
import { builtInPack } from '../../cli/built-in-pack.ts';
import { parseCombinationId } from '../../selection/space.ts';
import { planPrograms } from './plan.ts';

test('the largest programs are run first, and last those whose tests these have run', async () => {
  const pack = await builtInPack();
  const ids = [
    'breaker',
    'breaker,k6',
    'breaker,k6,migrations',
    'breaker,migrations',
    'k6,migrations',
  ];
  const { work } = await planPrograms(pack, {
    combinations: ids.map((id) => parseCombinationId(pack, id)),
    engine: '0.0.0',
    passed: () => false,
    seed: 1,
    toolchain: '',
  });
  expect(work.map(({ combination }) => combination.id)).toEqual([
    'k6,migrations',
    'breaker,k6,migrations',
    'breaker,k6',
    'breaker,migrations',
    'breaker',
  ]);
});
