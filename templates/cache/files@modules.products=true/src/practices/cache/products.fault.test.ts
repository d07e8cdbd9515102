import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  buildService,
  describeWith,
  type PostgresServer,
  slackMs,
  startPostgres,
  type TestService,
} from '../../../test/harness.ts';
import { migrateToLatest } from '../../core/migrate.ts';
import { addProduct } from '../../modules/products/testing.ts';

const ttlMs = 300;
const softTimeoutMs = 250;

describeWith('postgres')('a cached product', () => {
  let server: PostgresServer;
  let service: TestService;

  beforeEach(async () => {
    server = await startPostgres();
    service = await buildService({
      env: {
        DATABASE_URL: server.url,
        CACHE_TTL_MS: String(ttlMs),
        CACHE_SOFT_TIMEOUT_MS: String(softTimeoutMs),
      },
    });
    await migrateToLatest(service.ports.db);
  });
  afterEach(async () => {
    await server.thaw();
    await service.close();
    await server.stop();
  });

  it.each(['freeze', 'kill'] as const)(
    'is served stale after %s of the database',
    async (fault) => {
      const { id } = await addProduct(service.ports);
      await service.app.inject(`/products/${id}`);
      await sleep(ttlMs);
      await server[fault]();
      for (let n = 0; n < 10; n += 1) {
        const begun = performance.now();
        expect((await service.app.inject(`/products/${id}`)).statusCode).toBe(200);
        expect(performance.now() - begun).toBeLessThan(softTimeoutMs + slackMs);
      }
    },
  );
});
