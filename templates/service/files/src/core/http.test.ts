import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type Gateway } from '../../test/harness/gateway.ts';
import { slackMs } from '../../test/harness/patience.ts';
import { runInContext } from './context.ts';
import { createHttpClient, retryAfterMs, UpstreamError, type HttpClient } from './http.ts';

describe('the HTTP client', () => {
  let gateway: Gateway;
  let client: HttpClient;
  beforeEach(async () => {
    gateway = await startGateway();
    client = createHttpClient({ connectionsPerOrigin: 4, responseTimeoutMs: 500 });
  });
  afterEach(async () => {
    await client.close();
    await gateway.close();
  });

  const post = (init: { readonly signal?: AbortSignal } = {}) =>
    client.request({
      method: 'POST',
      url: `${gateway.url}/charges?currency=EUR`,
      headers: { 'idempotency-key': 'k' },
      json: { amount: 5 },
      ...init,
    });

  it('sends JSON and reads JSON, and passes on the id of the request that it serves', async () => {
    const response = await runInContext({ requestId: 'r-1' }, () => post());
    expect(response).toMatchObject({ status: 201, json: { status: 'accepted' } });
    expect(gateway.calls[0]).toMatchObject({
      method: 'POST',
      path: '/charges?currency=EUR',
      body: { amount: 5 },
      headers: { 'idempotency-key': 'k', 'x-request-id': 'r-1' },
    });
  });

  it('uses its sockets again, after errors too, and opens no more than it may', async () => {
    gateway.answer(201, 503, 201);
    for (let call = 0; call < 20; call += 1) await post().catch(() => undefined);
    // A second one, when a call begins before the socket of the last one is free again.
    expect(new Set(gateway.calls.map(({ socket }) => socket)).size).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 40 }, () => post()));
    expect(new Set(gateway.calls.map(({ socket }) => socket)).size).toBeLessThanOrEqual(4);
  });

  it('throws what the other side answered, and when to come back', async () => {
    gateway.answer(429);
    gateway.headers({ 'retry-after': '2' });
    const error: unknown = await post().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ target: gateway.url, status: 429, retryAfterMs: 2_000 });
  });

  it.each([302, 307])('takes a redirect (%d) for an error, and follows none', async (status) => {
    gateway.answer(status);
    gateway.headers({ location: `${gateway.url}/elsewhere` });
    await expect(post()).rejects.toMatchObject({ name: 'UpstreamError', status });
    expect(gateway.calls).toHaveLength(1);
  });

  it('ends a call when it is told to', async () => {
    gateway.delay(30_000);
    const begun = performance.now();
    await expect(post({ signal: AbortSignal.timeout(100) })).rejects.toThrow();
    expect(performance.now() - begun).toBeLessThan(100 + slackMs);
  });

  it('ends a call by itself when no answer comes', async () => {
    gateway.delay(30_000);
    const begun = performance.now();
    await expect(post()).rejects.toThrow(/timeout/i);
    // undici looks at its timers twice a second.
    expect(performance.now() - begun).toBeLessThan(1_000 + slackMs);
  });

  it('refuses an answer without an end', async () => {
    const server = createServer((_request, response) => response.end('x'.repeat(2_000_000)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(client.request({ method: 'GET', url })).rejects.toThrow();
    server.closeAllConnections();
    server.close();
  });
});

describe('Retry-After', () => {
  it('is seconds or a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfterMs('3', now)).toBe(3_000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5_000);
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(undefined, now)).toBeUndefined();
  });
});
