import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../harness.ts';
import { readOperations, type Operation } from './document.ts';

let service: TestService;
let operations: readonly Operation[];
beforeAll(async () => {
  service = await buildService();
  operations = await readOperations(service);
});
afterAll(() => service.close());

describe('the OpenAPI document', () => {
  it('describes only what is there', () => {
    const missing = operations.filter(
      ({ method, path }) =>
        !service.app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') }),
    );
    expect(missing).toEqual([]);
  });

  it('describes something of every module', () => {
    const paths = operations.map(({ path }) => path);
    for (const { name } of service.modules) expect(paths).toContain(`/${name}`);
  });

  it('names every operation, each by a name of its own', () => {
    const ids = operations.map(({ id }) => id);
    expect(ids).toContain('getUsersById');
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
