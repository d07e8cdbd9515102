import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { callerOf } from '../../../test/caller.ts';
import {
  buildService,
  describeWith,
  eventually,
  slackMs,
  startPostgres,
  startRedis,
  type TestServer,
  type TestService,
} from '../../../test/harness.ts';
import { admin } from '../../../test/samples.ts';
import { migrateToLatest } from '../../core/migrate.ts';
import { addProduct } from '../../modules/products/testing.ts';

/** The command timeout of Redis. */
const commandMs = 150;
/** CACHE_UNHEARD_TTL_MS. */
const unheardMs = 1_000;

describeWith('redis', 'postgres')('two services with one database and one Redis', () => {
  let database: TestServer;
  let cache: TestServer;
  let a: TestService;
  let b: TestService;

  beforeEach(async () => {
    database = await startPostgres();
    cache = await startRedis();
    const env = { DATABASE_URL: database.url, REDIS_CACHE_URL: cache.url };
    a = await buildService({ env });
    b = await buildService({ env });
    await migrateToLatest(a.ports.db);
    for (const service of [a, b])
      await vi.waitFor(async () => {
        const { checks } = await service.health.report();
        expect(checks['cache-invalidation']).toMatchObject({ status: 'up' });
      }, eventually);
  });
  afterEach(async () => {
    await Promise.all([a.close(), b.close()]);
    await Promise.all([database.stop(), cache.stop()]);
  });

  const read = (service: TestService, id: string) => service.app.inject(`/products/${id}`);
  const priceAt = async (service: TestService, id: string) =>
    (await read(service, id)).json<{ price: number }>().price;

  it.each(['freeze', 'kill'] as const)('answer 200 within budget after %s', async (fault) => {
    const { id: known } = await addProduct(a.ports);
    const { id: unknown } = await addProduct(a.ports);
    await read(a, known);
    await cache[fault]();
    for (const id of [known, unknown, known, unknown]) {
      const begun = performance.now();
      expect((await read(a, id)).statusCode).toBe(200);
      expect(performance.now() - begun).toBeLessThan(commandMs + slackMs);
    }
    expect((await a.app.inject('/readyz')).statusCode).toBe(200);
    await vi.waitFor(
      async () => expect((await a.health.report()).status).toBe('degraded'),
      eventually,
    );
  });

  it.each([
    ['while Redis is well', async () => {}],
    ['after Redis froze', () => cache.freeze()],
    ['after Redis was killed', () => cache.kill()],
  ])('show the change of one at the other within bounds %s', async (_when, harm) => {
    const { id } = await addProduct(a.ports);
    await read(a, id);
    await read(b, id);
    await harm();
    const caller = await callerOf(a, admin);
    expect((await caller.patch(`/products/${id}`, { price: 4_200 })).statusCode).toBe(200);
    const begun = performance.now();
    expect(await priceAt(a, id)).toBe(4_200);
    await vi.waitFor(async () => expect(await priceAt(b, id)).toBe(4_200), eventually);
    expect(performance.now() - begun).toBeLessThan(unheardMs + slackMs);
  });
});
