import type { Principal } from '../src/core/contract.ts';
import type { TestService } from './harness.ts';

/** Sends requests as one principal. */
export interface Caller {
  get(url: string): Promise<Answer>;
  post(url: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  patch(url: string, body: object): Promise<Answer>;
  delete(url: string): Promise<Answer>;
}

export type Answer = Awaited<ReturnType<TestService['app']['inject']>>;

/** Signs `principal` in, where something authenticates. */
export async function callerOf(service: TestService, principal: Principal): Promise<Caller> {
  const own = await service.as(principal);
  return {
    get: (url) => service.app.inject({ method: 'GET', url, headers: own }),
    post: (url, payload, headers = {}) =>
      service.app.inject({ method: 'POST', url, payload, headers: { ...own, ...headers } }),
    patch: (url, payload) => service.app.inject({ method: 'PATCH', url, payload, headers: own }),
    delete: (url) => service.app.inject({ method: 'DELETE', url, headers: own }),
  };
}
