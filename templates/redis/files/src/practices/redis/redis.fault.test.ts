import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  describeWith,
  eventually,
  slackMs,
  startRedis,
  type TestServer,
} from '../../../test/harness.ts';
import { installPractices, closePractices } from '../../core/install.ts';
import { createLog } from '../../core/log.ts';
import type { Ports } from '../../core/contract.ts';
import { redis, type RedisHandle } from './practice.ts';

const commandMs = 150;

/** Installs the practice and nothing else. */
async function install(env: Record<string, string>) {
  const lines: { level: string; msg: string }[] = [];
  const { log } = createLog({
    level: 'info',
    service: 'test',
    destination: { write: (line) => lines.push(JSON.parse(line) as (typeof lines)[number]) },
  });
  // It uses no port.
  const ports = {} as Ports;
  const installed = await installPractices([redis], {
    ports,
    env: { NODE_ENV: 'test', ...env },
    log,
    consumers: () => [],
  });
  const brought = installed.get(redis);
  closing.push(() => closePractices(installed, log));
  return {
    handle: brought?.handle as RedisHandle,
    checks: brought?.checks ?? [],
    lines,
    close: () => closePractices(installed, log),
  };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function durationOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work().catch(() => undefined);
  return performance.now() - begun;
}

describe('a store without a URL', () => {
  it('is absent outside production', async () => {
    const { handle, checks } = await install({ NODE_ENV: 'development' });
    expect(handle.cache()).toBeUndefined();
    expect(await handle.state()).toBeUndefined();
    expect(checks).toEqual([]);
  });

  it('is an error in production, that names the variable', async () => {
    const { handle } = await install({ NODE_ENV: 'production' });
    expect(() => handle.cache()).toThrow('REDIS_CACHE_URL is not set');
    await expect(handle.state()).rejects.toThrow('REDIS_URL is not set');
  });

  it('does not show a password when the URL is wrong', async () => {
    const wrong = install({ REDIS_URL: 'http://user:hunter2@redis' });
    await expect(wrong).rejects.toThrow(/^(?!.*hunter2)[\s\S]*REDIS_URL/);
  });
});

describeWith('redis')('a Redis that fails', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(() => server.stop());

  async function openState(env: Record<string, string> = {}) {
    const practice = await install({ REDIS_URL: server.url, ...env });
    const store = await practice.handle.state();
    if (store === undefined) throw new Error('expected a store');
    return { ...practice, store };
  }

  it('connects the store that is asked for, and no other', async () => {
    const { store, checks } = await openState({ REDIS_CACHE_URL: server.url });
    const clients = String(await store.client.client('LIST'));
    expect(clients.match(/name=\S+/g)).toEqual(['name=redis-state']);
    expect(checks.map(({ name }) => name)).toEqual(['redis-state']);
  });

  it('is not called unreachable by a process that ends before it is connected', async () => {
    const { store, lines, close } = await openState();
    await once(store.connect('fail-fast'), 'connect');
    await close();
    await sleep(50);
    expect(lines).toEqual([]);
  });

  it('fails a command at once when it is killed, and works again when it is back', async () => {
    const { store } = await openState();
    await server.kill();
    expect(await durationOf(() => store.client.get('k'))).toBeLessThan(commandMs + slackMs);
    await expect(store.client.get('k')).rejects.toThrow();
    await server.restart();
    await vi.waitFor(() => store.client.get('k'), eventually);
  });

  it('fails a command after the command timeout when it is frozen', async () => {
    const { store } = await openState();
    await server.freeze();
    expect(await durationOf(() => store.client.get('k'))).toBeLessThan(commandMs + slackMs);
    await expect(store.client.get('k')).rejects.toThrow('timed out');
    await server.thaw();
    await vi.waitFor(() => store.client.get('k'), eventually);
  });

  it('lets a worker wait for it', async () => {
    const { store } = await openState();
    const worker = store.connect('patient');
    const job = worker.blpop('jobs', 20);
    await sleep(100);
    await server.kill();
    await sleep(500);
    await server.restart();
    await vi.waitFor(() => store.client.rpush('jobs', 'one'), eventually);
    expect(await job).toEqual(['jobs', 'one']);
  });

  it('is logged when it goes and when it is back, once each', async () => {
    const { lines } = await openState();
    await server.kill();
    await sleep(1_500);
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    await server.restart();
    await vi.waitFor(() => {
      expect(lines.filter(({ msg }) => msg === 'Redis is reachable again')).toHaveLength(1);
    }, eventually);
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('is seen by the health check, frozen or killed, within the command timeout', async () => {
    const { store } = await openState();
    const check = () => store.check.run(AbortSignal.timeout(30_000));
    await check();
    await server.freeze();
    expect(await durationOf(check)).toBeLessThan(commandMs + slackMs);
    await expect(check()).rejects.toThrow();
    await server.kill();
    await expect(check()).rejects.toThrow();
  });

  it('does not hold up the close', async () => {
    const { store, close } = await openState();
    store.connect('patient');
    await sleep(100);
    await server.freeze();
    expect(await durationOf(close)).toBeLessThan(500 + slackMs);
  });

  it.each(['freeze', 'kill'] as const)(
    'does not hold up the start for longer than the connect timeout after %s',
    async (fault) => {
      await server[fault]();
      const timeouts = { REDIS_CONNECT_TIMEOUT_MS: '300', REDIS_COMMAND_TIMEOUT_MS: '5000' };
      expect(await durationOf(() => openState(timeouts))).toBeLessThan(300 + slackMs);
    },
  );
});

describeWith('redis')('a Redis for state that evicts', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startRedis(['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru']);
  });
  afterEach(() => server.stop());

  it('is refused in production', async () => {
    const { handle } = await install({ NODE_ENV: 'production', REDIS_URL: server.url });
    await expect(handle.state()).rejects.toThrow('found allkeys-lru');
  });

  it('is a warning and degrades health elsewhere', async () => {
    const { handle, lines } = await install({ REDIS_URL: server.url });
    const store = await handle.state();
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    await expect(store?.check.run(AbortSignal.timeout(30_000))).rejects.toThrow('allkeys-lru');
  });
});
