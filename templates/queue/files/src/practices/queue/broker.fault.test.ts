import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { describeWith, eventually, slackMs, type TestService } from '../../../test/harness.ts';
import { Later } from '../../core/contract.ts';
import { listDeadLetters } from './dead-letters.ts';
import { queueDb } from './tables.ts';
import { neededServers, startServers } from './testing/backend.ts';
import { buildProbedService, createProbe, publish } from './testing/probe.ts';
import { itKeepsItsPromises, newEventId, type StartProbed } from './testing/promises.ts';
import type { QueueServers } from './testing/servers.ts';

describeWith(...neededServers)('the queue on a real broker', () => {
  let servers: QueueServers;
  const running: TestService[] = [];

  beforeAll(async () => {
    servers = await startServers();
  }, 60_000);
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.close()));
  }, 60_000);
  afterAll(async () => {
    await servers.stop();
  });

  const start: StartProbed = async (probes, env = {}) => {
    const service = await buildProbedService(probes, { ...servers.env, ...env });
    running.push(service);
    await service.start();
    return service;
  };

  itKeepsItsPromises(start);

  it('delivers again what the broker lost, and only that', async () => {
    const forgotten = createProbe('forgotten', (earlier) =>
      earlier === 0 ? Promise.reject(new Later('in five minutes', 300_000)) : Promise.resolve(),
    );
    const service = await start([forgotten], { QUEUE_REDELIVER_MS: '1000' });
    const { id } = await publish(service, newEventId());
    await vi.waitFor(() => expect(forgotten.calls.get(id)).toBe(1), eventually);
    const relays = () =>
      queueDb(service.ports.db)
        .selectFrom('outbox')
        .select('relays')
        .where('event_id', '=', id)
        .executeTakeFirstOrThrow();
    await vi.waitFor(async () => expect((await relays()).relays).toBeGreaterThan(1), eventually);
    await sleep(200);
    expect(forgotten.calls.get(id)).toBe(1);
    await servers.loseJobs();
    await vi.waitFor(() => expect(forgotten.commits.get(id)).toBe(1), eventually);
  });

  it('takes events while the broker is down, says so, and delivers once it is back', async () => {
    const probe = createProbe('patient');
    const service = await start([probe]);
    await publish(service, newEventId());
    await vi.waitFor(() => expect(probe.commits.size).toBe(1), eventually);

    const repair = await servers.breakBroker();
    const { id } = await publish(service, newEventId());
    await vi.waitFor(async () => {
      const { status, checks } = await service.health.report();
      const queue = checks['queue'];
      expect({ status, queue: queue?.status }).toEqual({ status: 'degraded', queue: 'down' });
      expect(queue?.durationMs).toBeLessThan(500 + slackMs);
    }, eventually);
    expect(probe.commits.get(id)).toBeUndefined();

    await repair();
    await vi.waitFor(() => expect(probe.commits.get(id)).toBe(1), eventually);
    const status = async () => (await service.health.report()).status;
    await vi.waitFor(async () => expect(await status()).toBe('healthy'), eventually);
  }, 60_000);

  it('says so in every process while the broker takes no jobs, and delivers once it does', async () => {
    const probe = createProbe('refused');
    const env = { QUEUE_LAG_MS: '1000' };
    const worker = await start([probe], env);
    // A process that relays nothing itself.
    const api = await buildProbedService([probe], { ...servers.env, ...env });
    running.push(api);
    await publish(worker, newEventId());
    await vi.waitFor(() => expect(probe.commits.size).toBe(1), eventually);

    const repair = await servers.refuseJobs();
    const { id } = await publish(worker, newEventId());
    for (const { health } of [worker, api]) {
      const queue = async () => (await health.report()).checks['queue']?.status;
      await vi.waitFor(async () => expect(await queue()).toBe('down'), eventually);
    }
    expect(probe.calls.get(id)).toBeUndefined();

    await repair();
    await vi.waitFor(() => expect(probe.commits.get(id)).toBe(1), eventually);
    for (const { health } of [worker, api]) {
      const status = async () => (await health.report()).status;
      await vi.waitFor(async () => expect(await status()).toBe('healthy'), eventually);
    }
  }, 60_000);

  it('counts no attempt while the database is down, and commits once it is back', async () => {
    const reached = Promise.withResolvers<undefined>();
    const gone = Promise.withResolvers<undefined>();
    const probe = createProbe('untouched', async () => {
      reached.resolve(undefined);
      await gone.promise;
    });
    const service = await start([probe], { QUEUE_ATTEMPTS: '1', QUEUE_LOCK_MS: '1000' });
    const { id } = await publish(service, newEventId());
    await reached.promise;

    const repair = await servers.killDatabase();
    gone.resolve(undefined);
    await sleep(2_000);
    await repair();
    await vi.waitFor(() => expect(probe.commits.get(id)).toBe(1), eventually);
    const db = queueDb(service.ports.db);
    expect(await listDeadLetters(db, { eventId: id }, 10)).toEqual([]);
  }, 60_000);

  it('is ready for the command line, which asks at once', async () => {
    const env = { PATH: process.env['PATH'], ...servers.env };
    const command = ['src/practices/queue/cli.ts', 'migrate'];
    const { stderr } = await promisify(execFile)(process.execPath, command, { env });
    expect(stderr).toBe('');
  });

  it('starts while the broker is down, and works once it is there', async () => {
    const repair = await servers.breakBroker();
    const probe = createProbe('early');
    const service = await start([probe], { QUEUE_MIGRATE: 'false' });
    const { id } = await publish(service, newEventId());
    await repair();
    await vi.waitFor(() => expect(probe.commits.get(id)).toBe(1), eventually);
  }, 60_000);

  it('stops on time, and gives back uncounted what it is not done with', async () => {
    const hanging = createProbe('slow', () => new Promise(() => undefined));
    const env = { QUEUE_STOP_MS: '200', QUEUE_ATTEMPTS: '1', QUEUE_LOCK_MS: '30000' };
    const first = await start([hanging], env);
    const { id } = await publish(first, newEventId());
    await vi.waitFor(() => expect(hanging.calls.get(id)).toBe(1), eventually);
    const begun = performance.now();
    await first.close();
    expect(performance.now() - begun).toBeLessThan(200 + 2_000 + slackMs);

    const done = createProbe('slow');
    const second = await start([done], env);
    await vi.waitFor(() => expect(done.commits.get(id)).toBe(1), eventually);
    expect(await listDeadLetters(queueDb(second.ports.db), { eventId: id }, 10)).toEqual([]);
  }, 60_000);

  it('shares the work among processes, each event committed once', async () => {
    const probes = [createProbe('shared'), createProbe('shared')];
    const services = await Promise.all(probes.map((probe) => start([probe])));
    const ids = Array.from({ length: 50 }, newEventId);
    const published = services.flatMap((service, half) =>
      ids.filter((_, at) => at % 2 === half).map((id) => publish(service, id)),
    );
    await Promise.all(published);
    const commits = () => probes.flatMap((probe) => [...probe.commits.entries()]);
    await vi.waitFor(() => expect(commits().length).toBeGreaterThanOrEqual(50), {
      timeout: 15_000,
    });
    expect(commits().sort()).toEqual(ids.map((id) => [id, 1]));
  }, 30_000);
});
