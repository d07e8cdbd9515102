import { expect, test } from 'vitest';
import { loadSmallPack } from '../../pack/testing.ts';
import { parseCombinationId } from '../../selection/space.ts';
import { whichServices } from './which-services.ts';

test('one combination is rendered with the other answers, and nothing else is', () => {
  const pack = loadSmallPack();
  const combination = parseCombinationId(pack, 'jobs');
  const { services, covered } = whichServices(pack, { combination });
  expect(new Set(services.map(({ id }) => id))).toEqual(new Set(['jobs']));
  expect(services.map(({ other }) => other)).toContain('pnpm');
  expect(covered).toMatch(/^jobs, rendered whole; it with pnpm, /);
});
