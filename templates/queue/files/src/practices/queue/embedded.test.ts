import { afterEach, describe, expect, it, vi } from 'vitest';
import { eventually, type TestService } from '../../../test/harness.ts';
import { queueDb } from './tables.ts';
import { buildProbedService, createProbe, publish } from './testing/probe.ts';
import { itKeepsItsPromises, newEventId, type StartProbed } from './testing/promises.ts';

describe('the queue without a broker', () => {
  const running: TestService[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.close()));
  });

  const start: StartProbed = async (probes, env = {}) => {
    const service = await buildProbedService(probes, env);
    running.push(service);
    await service.start();
    return service;
  };

  itKeepsItsPromises(start);

  it('is healthy, and names the queue among its checks', async () => {
    const service = await start([]);
    const report = await service.health.report();
    expect(report.status).toBe('healthy');
    expect(report.checks['queue']).toMatchObject({ status: 'up', critical: false });
  });

  it('degrades when no worker relays what is due', async () => {
    const service = await buildProbedService([createProbe('absent')]);
    running.push(service);
    const { id } = await publish(service, newEventId());
    await queueDb(service.ports.db)
      .updateTable('outbox')
      .set({ created_at: new Date(Date.now() - 60_000) })
      .where('event_id', '=', id)
      .execute();
    expect(await service.health.report()).toMatchObject({
      status: 'degraded',
      checks: { queue: { status: 'down' } },
    });
  });

  it('publishes nothing when the transaction rolls back', async () => {
    const probe = createProbe('attentive');
    const service = await start([probe]);
    const { ports } = service;
    const id = newEventId();
    const failing = ports.inTx(async (tx) => {
      await ports.events.publish(tx, { id, type: 'probed', data: null });
      throw new Error('out of stock');
    });
    await expect(failing).rejects.toThrow('out of stock');
    const { id: later } = await publish(service, newEventId());
    await vi.waitFor(() => expect(probe.commits.get(later)).toBe(1), eventually);
    expect(probe.calls.get(id)).toBeUndefined();
  });
});
