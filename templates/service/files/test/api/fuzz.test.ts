import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../harness.ts';
import { seed as sow } from '../../src/core/schema.ts';
import { admin } from '../samples.ts';
import { readOperations, type Operation } from './document.ts';
import { createRandom, type Random } from './random.ts';
import { hostileValue, spoil, valueOf } from './values.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const requestsPerOperation = 40;

let service: TestService;
let headers: Record<string, string>;
/** Of rows that every module's samples have, and of none. */
const ids = ['1', '2', 'f'].map((end) => `00000000-0000-4000-8000-00000000000${end}`);
beforeAll(async () => {
  service = await buildService();
  headers = await service.as(admin);
  await sow(service);
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
    const operations = await readOperations(service);
    for (const operation of operations) {
      for (let n = 0; n < requestsPerOperation; n += 1) {
        const request = requestOf(operation, random);
        const answer = await service.app.inject(request);
        expect(answer.statusCode, `${JSON.stringify(request)} → ${answer.body}`).toBeLessThan(500);
        if (answer.statusCode < 300) succeeded.add(`${operation.method} ${operation.path}`);
      }
    }
    const sure = ['GET /orders', 'GET /products/{id}', 'POST /orders', 'POST /users'];
    const present = operations.map(({ method, path }) => `${method} ${path}`);
    expect(sure.filter((name) => present.includes(name) && !succeeded.has(name))).toEqual([]);
  });
});
