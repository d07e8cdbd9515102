import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProducts } from '../../src/modules/products/testing.ts';
import { buildService, type TestService } from '../harness.ts';
import { alice } from '../samples.ts';
import { type OpenApi, undocumented } from './document.ts';
import type { Call } from './runner/protocol.ts';
import { runScript } from './runner/run.ts';
import { scriptUrl } from './scripts.ts';

let service: TestService;
let url = '';
beforeAll(async () => {
  service = await buildService();
  ({ url } = await service.start());
  await addProducts(service.ports, [{ stock: 1_000 }, { stock: 0 }]);
});
afterAll(() => service.close());

describe('a visit', () => {
  it('looks at products that are in stock, and orders one', async () => {
    const token = (await service.as(alice))['authorization']?.replace('Bearer ', '');
    const env = { BASE_URL: url, THINK_SECONDS: '0', ...(token ? { TOKEN: token } : {}) };
    const { calls, checks } = await runScript({
      script: scriptUrl('smoke'),
      env,
      users: 2,
      iterations: 2,
    });
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect(new Set(calls.map((call) => call.method))).toEqual(new Set(['GET', 'POST']));
  });
});

describe('the comparison with the OpenAPI document', () => {
  const call: Call = {
    name: 'POST /orders',
    method: 'POST',
    url: 'http://host/orders',
    headers: { 'idempotency-key': 'a' },
    body: '{"items":[{"productId":"00000000-0000-4000-8000-000000000001","quantity":1}]}',
    status: 201,
    durationMs: 1,
    fields: ['id', 'items.#.price'],
  };
  it.each<readonly [string, Partial<Call>]>([
    ['POST /order does not exist', { url: 'http://host/order' }],
    ['PUT /orders does not exist', { method: 'PUT' }],
    ['has no query parameter "dry"', { url: 'http://host/orders?dry=1' }],
    ['needs the header "idempotency-key"', { headers: {} }],
    ['does not take the body {}', { body: '{}' }],
    ['does not document the status 200', { status: 200 }],
    ['does not answer the field "number"', { fields: ['number'] }],
    ['does not answer the field "items.#.cost"', { fields: ['items.#.cost'] }],
  ])('finds: %s', async (problem, change) => {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
    expect(undocumented(document, call)).toEqual([]);
    expect(undocumented(document, { ...call, ...change }).join()).toContain(problem);
  });
});
