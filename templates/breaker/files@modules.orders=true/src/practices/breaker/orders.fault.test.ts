import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callerOf, type Caller } from '../../../test/caller.ts';
import {
  buildService,
  eventually,
  type Gateway,
  startGateway,
  type TestService,
} from '../../../test/harness.ts';
import { alice, newKey } from '../../../test/samples.ts';
import { addProduct } from '../../modules/products/testing.ts';

let gateway: Gateway;
let service: TestService;
let caller: Caller;
let productId: string;

/** Starts a service whose circuit opens after five failures, for `openMs`, and lets it open. */
async function startWithOpenCircuit(openMs: number): Promise<readonly string[]> {
  gateway = await startGateway();
  gateway.answer(500);
  service = await buildService({
    env: {
      PAYMENTS_URL: gateway.url,
      BREAKER_ATTEMPTS: '1',
      BREAKER_MINIMUM_CALLS: '5',
      BREAKER_OPEN_MS: String(openMs),
    },
  });
  await service.start();
  caller = await callerOf(service, alice);
  productId = (await addProduct(service.ports, { stock: 100 })).id;
  const ids = await placeOrders(5);
  await vi.waitFor(() => {
    expect(service.lines.map(({ msg }) => msg)).toContain('circuit opened: calls are refused');
  }, eventually);
  return ids;
}

afterEach(async () => {
  await service.close();
  await gateway.close();
});

/** @returns the ids of the new orders */
async function placeOrders(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const order = { items: [{ productId, quantity: 1 }] };
    const answer = await caller.post('/orders', order, { 'idempotency-key': newKey() });
    expect(answer.statusCode).toBe(201);
    ids.push(answer.json<{ id: string }>().id);
  }
  return ids;
}

async function statusesOf(ids: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all(ids.map((id) => caller.get(`/orders/${id}`)));
  return [...new Set(answers.map((answer) => answer.json<{ status: string }>().status))];
}

describe('while the circuit of the payment gateway is open', () => {
  let first: readonly string[];
  beforeEach(async () => {
    first = await startWithOpenCircuit(60_000);
  });

  it('keeps orders pending, and does not call the gateway', async () => {
    expect(gateway.calls).toHaveLength(5);
    const later = await placeOrders(15);
    await sleep(200);
    expect(gateway.calls).toHaveLength(5);
    expect(await statusesOf([...first, ...later])).toEqual(['pending']);
  });

  it('is degraded, and ready', async () => {
    expect((await service.app.inject('/health')).json()).toMatchObject({
      status: 'degraded',
      checks: { circuits: { status: 'down' } },
    });
    expect((await service.app.inject('/readyz')).statusCode).toBe(200);
  });
});

describe('once the circuit of the payment gateway is half-open', () => {
  const openMs = 1_000;
  beforeEach(async () => {
    await startWithOpenCircuit(openMs);
    await sleep(openMs + 50);
  });

  it('lets one probe through, and pays again when it succeeds', async () => {
    const before = gateway.calls.length;
    gateway.answer(201);
    gateway.hold();
    const ids = await placeOrders(4);
    await vi.waitFor(() => {
      expect(gateway.calls.length).toBeGreaterThan(before);
    }, eventually);
    await sleep(100);
    expect(gateway.calls).toHaveLength(before + 1);
    gateway.release();
    await vi.waitFor(async () => expect(await statusesOf(ids)).toEqual(['paid']), eventually);
  });
});
