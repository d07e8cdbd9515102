import { setTimeout as sleep } from 'node:timers/promises';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import {
  audience,
  email,
  startRealProvider,
  type RealProvider,
} from '../../../test/oidc/real-provider.ts';

const cooldownMs = 300;
let provider: RealProvider;
let service: TestService;
beforeAll(async () => {
  provider = await startRealProvider();
  service = await buildService({
    env: {
      OIDC_ISSUER: provider.issuer,
      OIDC_AUDIENCE: audience,
      OIDC_KEYS_COOLDOWN_MS: String(cooldownMs),
    },
  });
});
afterAll(async () => {
  await service.close();
});

const me = (token: string) =>
  service.app.inject({ url: '/auth/me', headers: { authorization: `Bearer ${token}` } });

describe('with a real provider', () => {
  let old: string;

  it('takes its tokens, and fetches its keys once for a hundred of them', async () => {
    old = await provider.token();
    const answers = await Promise.all(Array.from({ length: 100 }, () => me(old)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(provider.keyFetches()).toBe(1);
  });

  it('makes one account with the verified address, and the roles of the token', async () => {
    const caller = (await me(old)).json<{ id: string; roles: string[] }>();
    expect(caller.roles).toEqual(['admin', 'customer']);
    const headers = { authorization: `Bearer ${old}` };
    const answer = await service.app.inject({ url: '/users', headers });
    const { items } = answer.json<{ items: { id: string; email: string }[] }>();
    expect(items.map(({ id, email: address }) => [id, address])).toEqual([[caller.id, email]]);
  });

  it('takes a token of a key that was rotated between two requests', async () => {
    await sleep(cooldownMs);
    await provider.rotate();
    const fresh = await provider.token();
    expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(old).kid);
    const [before, after] = [await me(old), await me(fresh)];
    expect([before.statusCode, after.statusCode]).toEqual([200, 200]);
    expect(provider.keyFetches()).toBe(2);
    expect(after.json()).toEqual(before.json());
  });

  it('takes no token of a key that the provider has withdrawn', async () => {
    expect((await me(old)).statusCode).toBe(401);
  });

  it('goes on taking tokens while the provider is down', async () => {
    const token = await provider.token();
    expect((await me(token)).statusCode).toBe(200);
    await provider.stop();
    expect((await me(token)).statusCode).toBe(200);
  });
});
