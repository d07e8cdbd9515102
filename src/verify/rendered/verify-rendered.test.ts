import { expect, test } from 'vitest';
import { builtInPack } from '../../cli/built-in-pack.ts';
import type { Contribution, Pack, Practice } from '../../pack/pack.ts';
import { loadSmallPack } from '../../pack/testing.ts';
import { packOf } from '../../selection/testing-packs.ts';
import { verifyRendered } from './verify-rendered.ts';

const engine = '0.1.0';

/** The built-in pack with one practice changed. */
async function withChanged(id: string, change: (practice: Practice) => Practice): Promise<Pack> {
  const pack = await builtInPack();
  const practice = pack.practices.get(id);
  if (!practice) throw new Error(`there is no practice ${id}`);
  return { ...pack, practices: new Map([...pack.practices, [id, change(practice)]]) };
}

const contributing =
  (change: (contribution: Contribution) => Contribution) =>
  (practice: Practice): Practice => ({
    ...practice,
    contributions: practice.contributions.map(change),
  });

const without = <T>(record: Readonly<Record<string, T>>, key: string) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

test('all 648 combinations of the built-in pack are in order', async () => {
  const report = await verifyRendered(await builtInPack(), { engine });
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({
    combinations: 648,
    leftOut: ['other modules of one’s own'],
  });
  expect(report.covered).toMatch(
    /^all 648 combinations, each rendered whole; all pairs of .* with pnpm/,
  );
}, 600_000);

test.each([
  [
    'a dependency of cache is forgotten',
    'cache',
    contributing((one) => ({ ...one, dependencies: [] })),
    'declared dependencies',
    'imports lru-cache, and package.json does not have it',
  ],
  [
    'a dependency that nothing uses is added to breaker',
    'breaker',
    contributing((one) => ({ ...one, dependencies: [...one.dependencies, 'lru-cache'] })),
    'used dependencies',
    'has lru-cache, and nothing in the service names it',
  ],
  [
    'a variable of queue is forgotten',
    'queue',
    contributing((one) => ({ ...one, env: without(one.env, 'QUEUE_POLL_MS') })),
    'environment',
    'reads QUEUE_POLL_MS, and .env.example does not have it',
  ],
  [
    'the script of queue is forgotten',
    'queue',
    contributing((one) => ({ ...one, scripts: {} })),
    'scripts',
    'tells to run "queue", and package.json has no such script',
  ],
  [
    'cache no longer brings redis along',
    'cache',
    (practice: Practice) => ({
      ...practice,
      options: JSON.parse(
        JSON.stringify(practice.options).replace('"requires":["redis"]', '"requires":[]'),
      ) as Practice['options'],
    }),
    'imports',
    'imports ../redis/store.ts, and there is no src/practices/redis/store.ts',
  ],
  [
    'two practices set one script',
    'breaker',
    contributing((one) => ({ ...one, scripts: { dev: 'node other.ts' } })),
    'rendering',
    'package.json: "dev": "service" says "node --watch --env-file-if-exists=.env src/main.ts", "breaker" says "node other.ts"',
  ],
])('%s', async (_, id, change, check, message) => {
  const pack = await withChanged(id, change);
  const { findings } = await verifyRendered(pack, {
    engine,
    only: id,
    shard: { index: 2, count: 25 },
  });
  expect(findings).toContainEqual(expect.objectContaining({ check, message }));
});

test('a finding names the simplest combination, and how many show it', async () => {
  const pack = loadSmallPack({ 'cache/files/src/bad.txt': 'no line end' });
  const { findings } = await verifyRendered(pack, { engine });
  expect(findings).toContainEqual({
    check: 'line ends',
    combination: 'cache.tiers=own',
    path: 'src/bad.txt',
    message: 'does not end with a line feed',
    // Six combinations, and each in which other answers were given.
    services: expect.toSatisfy((count: number) => count > 6) as number,
  });
});

test('only the combinations with a practice are rendered', async () => {
  const pack = loadSmallPack();
  const rendered = (only?: string) => verifyRendered(pack, { engine, only });
  expect(await rendered()).toMatchObject({ combinations: 9 });
  expect(await rendered('cache')).toMatchObject({ combinations: 6 });
  // It comes along with the shared tier.
  expect(await rendered('store')).toMatchObject({ combinations: 3 });
  expect((await rendered('jobs')).covered).toMatch(/; of these only those with jobs$/);
  await expect(rendered('cash')).rejects.toMatchObject({ code: 'PLINTH_UNKNOWN_PRACTICE' });
});

test('the parts are of one size, and together they are the whole', async () => {
  const pack = loadSmallPack();
  const { services } = await verifyRendered(pack, { engine });
  const parts = await Promise.all(
    [1, 2, 3, 4].map((index) => verifyRendered(pack, { engine, shard: { index, count: 4 } })),
  );
  const sizes = parts.map((part) => part.services);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(services);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  expect(parts[1]?.covered).toMatch(/; of these only part 2 of 4$/);
});

test('it tells how far it is, and stops when it is told to', async () => {
  const seen: string[] = [];
  const abort = new AbortController();
  const running = verifyRendered(loadSmallPack(), {
    engine,
    signal: abort.signal,
    onProgress: (done, total) => {
      seen.push(`${done}/${total}`);
      if (done === 2) abort.abort(new Error('enough'));
    },
  });
  await expect(running).rejects.toThrow('enough');
  expect(seen.map((text) => text.split('/')[0])).toEqual(['0', '1', '2']);
});

test('of a pack with too many combinations a part is rendered, and the rest is named', async () => {
  const pack = packOf(Array.from({ length: 14 }, (_, index) => ({ id: `p${index}` })));
  const report = await verifyRendered(pack, { engine, shard: { index: 1, count: 40 } });
  expect(report.covered).toMatch(/^\d+ of 16384 combinations: the presets, all threes/);
  expect(report.leftOut[0]).toMatch(/^four contributions/);
});
