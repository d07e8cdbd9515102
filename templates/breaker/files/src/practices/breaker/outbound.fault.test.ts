import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, slackMs, startGateway } from '../../../test/harness.ts';
import { readEnv } from '../../core/config.ts';
import { createPlainOutbound } from '../../core/defaults.ts';
import { createHttpClient } from '../../core/http.ts';
import { createResilientOutbound } from './resilient-outbound.ts';
import { breakerEnv } from './settings.ts';

const http = createHttpClient();
const { log } = fastify();
let gateway: Gateway;

beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());
afterAll(() => http.close());

/** Calls the gateway through policies that `env` sets. */
function createCalls(env: Record<string, string>) {
  const settings = readEnv(breakerEnv, env);
  const inner = createPlainOutbound({ default: 10_000 });
  const outbound = createResilientOutbound(inner, settings, log);
  const post = (call: { retryable?: boolean; target?: string; path?: string } = {}) =>
    outbound.port.call({
      target: call.target ?? 'payments',
      retryable: call.retryable ?? true,
      attempt: async (signal) => {
        const url = `${gateway.url}${call.path ?? '/charges'}`;
        return (await http.request({ method: 'POST', url, json: {}, signal })).status;
      },
    });
  return { ...outbound, post };
}

/** Milliseconds between one call that arrived and the next. */
const gaps = () => gateway.calls.slice(1).map(({ at }, n) => at - (gateway.calls[n]?.at ?? 0));

const quick = { BREAKER_BASE_DELAY_MS: '20', BREAKER_MAX_DELAY_MS: '60' };

describe('a retry', () => {
  it('makes 3 calls of 503, 503, 201', async () => {
    gateway.answer(503, 503, 201);
    expect(await createCalls(quick).post()).toBe(201);
    expect(gateway.calls).toHaveLength(3);
  });

  it('waits from the base delay to the maximum, and not always the same', async () => {
    gateway.answer(503);
    const patient = { BREAKER_WINDOW_CALLS: '99', BREAKER_MINIMUM_CALLS: '99' };
    const calls = createCalls({ ...quick, ...patient, BREAKER_ATTEMPTS: '10' });
    await expect(calls.post()).rejects.toThrow();
    const delays = gaps();
    expect(delays).toHaveLength(9);
    for (const delay of delays) {
      expect(delay).toBeGreaterThanOrEqual(19);
      expect(delay).toBeLessThan(60 + slackMs);
    }
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(1);
  });

  it('is not made of a 400', async () => {
    gateway.answer(400);
    await expect(createCalls(quick).post()).rejects.toMatchObject({ status: 400 });
    expect(gateway.calls).toHaveLength(1);
  });

  it('is never made of a write without an idempotency key', async () => {
    gateway.answer(503);
    await expect(createCalls(quick).post({ retryable: false })).rejects.toMatchObject({
      status: 503,
    });
    expect(gateway.calls).toHaveLength(1);
  });

  it('comes no earlier than Retry-After asks', async () => {
    gateway.answer(429, 201);
    gateway.headers({ 'retry-after': '1' });
    await createCalls({ ...quick, BREAKER_MAX_DELAY_MS: '1500' }).post();
    expect(gaps()[0]).toBeGreaterThanOrEqual(999);
  });

  it('is not made when Retry-After asks for longer than we may wait', async () => {
    gateway.answer(429);
    gateway.headers({ 'retry-after': '60' });
    await expect(createCalls(quick).post()).rejects.toMatchObject({ status: 429 });
    expect(gateway.calls).toHaveLength(1);
  });

  it('is made of a connection that is refused', async () => {
    const dead = gateway.url;
    await gateway.close();
    let attempts = 0;
    const { port } = createCalls(quick);
    const call = port.call({
      target: 'payments',
      retryable: true,
      attempt: (signal) => {
        attempts += 1;
        return http.request({ method: 'GET', url: dead, signal });
      },
    });
    await expect(call).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(attempts).toBe(3);
    gateway = await startGateway();
  });
});

describe('an answer', () => {
  it.each([
    ['that is no HTTP', '\0\u0001garbage\r\n\r\n'],
    ['without an end', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(2_000_000)}`],
    ['with endless headers', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
  ])('%s is tried again, and opens the circuit', async (_what, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const calls = createCalls({ ...quick, BREAKER_MINIMUM_CALLS: '3' });
    let attempts = 0;
    const call = () =>
      calls.port.call({
        target: 'payments',
        retryable: true,
        attempt: (signal) => {
          attempts += 1;
          return http.request({ method: 'GET', url, signal });
        },
      });
    await expect(call()).rejects.toThrow();
    await expect(call()).rejects.toThrow('paused');
    expect(attempts).toBe(3);
    server.close();
  });
});

describe('a timeout', () => {
  it('ends each attempt, and the call', async () => {
    gateway.delay(30_000);
    const calls = createCalls({ ...quick, BREAKER_ATTEMPT_TIMEOUT_MS: '100' });
    const begun = performance.now();
    await expect(calls.post()).rejects.toMatchObject({ status: 503 });
    // Three attempts of 100 ms and two delays of 60 ms at most.
    expect(performance.now() - begun).toBeLessThan(420 + slackMs);
    expect(gateway.calls).toHaveLength(3);
  });

  it('ends the whole call, whatever attempts are left', async () => {
    gateway.delay(30_000);
    const calls = createCalls({ ...quick, BREAKER_TOTAL_TIMEOUT_MS: '150' });
    const begun = performance.now();
    await expect(calls.post()).rejects.toMatchObject({ status: 503 });
    expect(performance.now() - begun).toBeLessThan(150 + slackMs);
    await sleep(200);
    expect(gateway.calls).toHaveLength(1);
  });

  it('ends an attempt that does not listen to its signal', async () => {
    const { port } = createCalls({ BREAKER_ATTEMPTS: '1', BREAKER_ATTEMPT_TIMEOUT_MS: '50' });
    const deaf = () => new Promise<never>(() => undefined);
    const call = port.call({ target: 'payments', retryable: true, attempt: deaf });
    await expect(call).rejects.toMatchObject({ status: 503 });
  });
});

describe('the bulkhead', () => {
  it('lets few calls run, few wait, and refuses the others at once', async () => {
    gateway.delay(100);
    const calls = createCalls({ BREAKER_CONCURRENCY: '2', BREAKER_QUEUE: '3' });
    const outcomes: string[] = [];
    const post = () =>
      calls.post().then(
        () => outcomes.push('answered'),
        () => outcomes.push('refused'),
      );
    await Promise.all(Array.from({ length: 10 }, post));
    expect(outcomes).toEqual([
      ...Array.from({ length: 5 }, () => 'refused'),
      ...Array.from({ length: 5 }, () => 'answered'),
    ]);
    // Two at a time: the fifth call arrives when the second pair has been answered.
    const arrivals = gateway.calls.map(({ at }) => at);
    expect((arrivals[4] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(190);
  });
});

describe('the circuit', () => {
  const env = { BREAKER_ATTEMPTS: '1', BREAKER_MINIMUM_CALLS: '5', BREAKER_OPEN_MS: '60000' };
  const openMs = 400;
  const soonHalfOpen = { ...env, BREAKER_OPEN_MS: String(openMs) };

  async function breakCircuit(calls: ReturnType<typeof createCalls>): Promise<void> {
    gateway.answer(500);
    for (let n = 0; n < 5; n += 1) await calls.post().catch(() => undefined);
  }

  it('stops calls after the threshold', async () => {
    const calls = createCalls(env);
    gateway.answer(500);
    for (let n = 0; n < 20; n += 1) await calls.post().catch(() => undefined);
    expect(gateway.calls).toHaveLength(5);
    await expect(calls.post()).rejects.toMatchObject({ status: 503, message: /paused/ });
  });

  it('opens when more than its share of the last calls failed, and not before', async () => {
    const calls = createCalls({ ...env, BREAKER_FAILURE_PERCENT: '50' });
    gateway.answer(500, 201, 201, 500, 201, 500, 500);
    for (let n = 0; n < 10; n += 1) await calls.post().catch(() => undefined);
    // 3 of 6 are no more than half, 4 of 7 are.
    expect(gateway.calls).toHaveLength(7);
  });

  it('stops the retries of a call that breaks it', async () => {
    const calls = createCalls({ ...quick, ...env, BREAKER_ATTEMPTS: '10' });
    gateway.answer(500);
    await expect(calls.post()).rejects.toMatchObject({ status: 503 });
    expect(gateway.calls).toHaveLength(5);
  });

  it('is not opened by answers such as 400', async () => {
    const calls = createCalls(env);
    gateway.answer(400);
    for (let n = 0; n < 20; n += 1) await calls.post().catch(() => undefined);
    expect(gateway.calls).toHaveLength(20);
  });

  it('lets one probe through, and opens again when it fails', async () => {
    const calls = createCalls(soonHalfOpen);
    await breakCircuit(calls);
    await sleep(openMs + 50);
    await Promise.allSettled(Array.from({ length: 10 }, () => calls.post()));
    expect(gateway.calls).toHaveLength(5 + 1);
  });

  it('closes when the probe succeeds, before anyone else is let through', async () => {
    const calls = createCalls(soonHalfOpen);
    await breakCircuit(calls);
    await sleep(openMs + 50);
    gateway.answer(201);
    gateway.hold();
    const ten = Array.from({ length: 10 }, () => calls.post());
    await sleep(100);
    expect(gateway.calls).toHaveLength(5 + 1);
    gateway.release();
    expect(await Promise.all(ten)).toEqual(Array.from({ length: 10 }, () => 201));
    await expect(calls.check.run(AbortSignal.timeout(30_000))).resolves.toBeUndefined();
  });

  it('is one for each target', async () => {
    const calls = createCalls(env);
    await breakCircuit(calls);
    gateway.answer(201);
    expect(await calls.post({ target: 'mail' })).toBe(201);
  });

  it('degrades health while it is open', async () => {
    const calls = createCalls(env);
    await breakCircuit(calls);
    await expect(calls.check.run(AbortSignal.timeout(30_000))).rejects.toThrow('payments');
  });

  it('degrades health while its probe is under way', async () => {
    const calls = createCalls(soonHalfOpen);
    await breakCircuit(calls);
    await sleep(openMs + 50);
    gateway.answer(201);
    gateway.hold();
    const probe = calls.post();
    await expect.poll(() => gateway.calls.length).toBe(5 + 1);
    await expect(calls.check.run(AbortSignal.timeout(30_000))).rejects.toThrow('payments');
    gateway.release();
    await probe;
    await expect(calls.check.run(AbortSignal.timeout(30_000))).resolves.toBeUndefined();
  });

  it('degrades health no longer than it refuses calls, though nobody calls', async () => {
    const calls = createCalls(soonHalfOpen);
    await breakCircuit(calls);
    await sleep(openMs + 50);
    await expect(calls.check.run(AbortSignal.timeout(30_000))).resolves.toBeUndefined();
  });
});

describe('a fallback', () => {
  it('answers in place of a call that failed for good, and learns why', async () => {
    gateway.answer(500);
    const { port } = createCalls({ ...quick, BREAKER_ATTEMPTS: '2' });
    const answer = await port.call<unknown>({
      target: 'payments',
      retryable: true,
      attempt: (signal) => http.request({ method: 'POST', url: gateway.url, signal }),
      fallback: (cause) => cause,
    });
    expect(answer).toMatchObject({ name: 'UpstreamError', status: 500 });
    expect(gateway.calls).toHaveLength(2);
  });
});
