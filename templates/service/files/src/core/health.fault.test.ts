import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  buildService,
  describeWith,
  eventually,
  type PostgresServer,
  slackMs,
  startPostgres,
  type TestService,
} from '../../test/harness.ts';
import type { Practice } from './contract.ts';

/** A check may take half a second. */
const answerLimitMs = 500 + slackMs;

const withCheck = (critical: boolean, run: () => Promise<void>): Practice => ({
  name: 'probe',
  phase: 'stores',
  needs: [],
  install: () => Promise.resolve({ handle: undefined, checks: [{ name: 'probe', critical, run }] }),
});

const withWrite: Practice = {
  name: 'notes',
  phase: 'stores',
  needs: [],
  install: ({ ports }) =>
    Promise.resolve({
      handle: undefined,
      routes: (app) => {
        app.post('/notes', { config: { access: 'public' } }, async () => {
          await ports.inTx((tx) => sql`insert into notes values ('one')`.execute(tx.db));
        });
      },
    }),
};

describeWith('postgres')('health, when a dependency fails', () => {
  let server: PostgresServer;
  let service: TestService;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    await server.thaw();
    await service.close();
  });

  const build = async (practices: readonly Practice[] = []) => {
    service = await buildService({ env: { DATABASE_URL: server.url }, practices, modules: [] });
  };
  const ask = async (url: string) => {
    const begun = performance.now();
    const response = await service.app.inject(url);
    return {
      status: response.statusCode,
      body: response.json<{ status: string }>(),
      tookMs: performance.now() - begun,
    };
  };

  it('is unhealthy and unready while the database is frozen, within the budget, and stays alive', async () => {
    await build();
    await server.freeze();
    const health = await ask('/health');
    expect(health).toMatchObject({ status: 503, body: { status: 'unhealthy' } });
    expect(health.tookMs).toBeLessThan(answerLimitMs);
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { status: 'not-ready' } });
    expect(await ask('/livez')).toMatchObject({ status: 200, body: { status: 'live' } });
  });

  it('is unhealthy while the database is down, and healthy when it is back', async () => {
    await build();
    await server.kill();
    expect(await ask('/health')).toMatchObject({ status: 503 });
    await server.restart();
    await expect.poll(async () => (await ask('/health')).body.status, eventually).toBe('healthy');
  });

  it('is unready, and answers a write with 503, while the database takes none', async () => {
    const admin = new Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('create table notes (text text)');
    await admin.query('alter database postgres set default_transaction_read_only = on');
    await build([withWrite]);
    const written = await service.app.inject({ method: 'POST', url: '/notes' });
    expect(written.statusCode).toBe(503);
    expect(written.headers['retry-after']).toMatch(/^\d+$/);
    expect(written.json()).toMatchObject({ code: 'unavailable' });
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { status: 'not-ready' } });
    expect(await ask('/livez')).toMatchObject({ status: 200 });

    await admin.query('alter database postgres reset default_transaction_read_only');
    await admin.end();
    await expect.poll(async () => (await ask('/health')).body.status, eventually).toBe('healthy');
  });

  it('is degraded, and ready, when a dependency fails that it can do without', async () => {
    await build([withCheck(false, () => Promise.reject(new Error('gone')))]);
    const health = await ask('/health');
    expect(health).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        checks: { probe: { status: 'down' }, database: { status: 'up' } },
      },
    });
    expect(await ask('/readyz')).toMatchObject({ status: 200 });
  });

  it('counts a check that never answers as down, within the budget', async () => {
    await build([withCheck(false, () => new Promise(() => undefined))]);
    const health = await ask('/health');
    expect(health.body).toMatchObject({ status: 'degraded' });
    expect(health.tookMs).toBeLessThan(answerLimitMs);
  });

  it('asks a dependency once for many callers', async () => {
    let asked = 0;
    await build([
      withCheck(false, () => {
        asked += 1;
        return Promise.resolve();
      }),
    ]);
    await Promise.all(Array.from({ length: 20 }, () => ask('/health')));
    expect(asked).toBe(1);
  });
});
