import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../harness.ts';
import { admin } from '../samples.ts';
import { addProducts } from '../../src/modules/products/testing.ts';
import { readOperations, type Operation } from './document.ts';
import { createRandom, type Random } from './random.ts';
import { hostileValue, spoil, valueOf } from './values.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const requestsPerOperation = 40;

let service: TestService;
let headers: Record<string, string>;
let ids: readonly string[];
beforeAll(async () => {
  service = await buildService();
  headers = await service.as(admin);
  const products = await addProducts(service.ports, [{ stock: 50 }, { stock: 0 }, { price: 0 }]);
  ids = [...products.map(({ id }) => id), '00000000-0000-4000-8000-0000000000ff'];
});
afterAll(() => service.close());

/** One request: as documented, or with one part of it spoilt. */
function requestOf({ method, path, parameters, body }: Operation, random: Random) {
  const spoilt = random.chance(0.6) ? random.pick(['body', 'header', 'path', 'query']) : 'nothing';
  const chosen = parameters.filter((one) => one.required === true || random.chance(0.5));
  const valuesIn = (place: string) =>
    chosen
      .filter((one) => one.in === place)
      .map(({ name, schema }): [string, string] => {
        const bad = spoilt === place && random.chance(0.5);
        return [name, text(bad ? hostileValue(random) : valueOf(schema, random, ids))];
      });
  let url = path;
  for (const [name, value] of valuesIn('path')) {
    url = url.replace(`{${name}}`, encodeURIComponent(value));
  }
  const query = new URLSearchParams(valuesIn('query'));
  const payload = body && valueOf(body, random, ids);
  const own = Object.fromEntries(
    valuesIn('header').map(([name, value]) => [name, value.replace(/[^ -~]/g, '?')]),
  );
  return {
    method,
    url: `${url}?${query.toString()}`,
    headers: { ...headers, ...own, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body
      ? { payload: JSON.stringify(spoilt === 'body' ? spoil(payload, random) : payload) }
      : {}),
  };
}

const text = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();

describe(`requests made up from the OpenAPI document (FUZZ_SEED=${String(seed)})`, () => {
  it('never make a 500, and some of them succeed', { timeout: 60_000 }, async () => {
    const random = createRandom(seed);
    const succeeded = new Set<string>();
    for (const operation of await readOperations(service)) {
      for (let n = 0; n < requestsPerOperation; n += 1) {
        const request = requestOf(operation, random);
        const answer = await service.app.inject(request);
        expect(answer.statusCode, `${JSON.stringify(request)} → ${answer.body}`).toBeLessThan(500);
        if (answer.statusCode < 300) succeeded.add(`${operation.method} ${operation.path}`);
      }
    }
    expect([...succeeded]).toEqual(
      expect.arrayContaining(['GET /orders', 'GET /products/{id}', 'POST /orders', 'POST /users']),
    );
  });
});
