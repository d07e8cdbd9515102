import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildService, eventually, slackMs, type TestService } from '../../../test/harness.ts';
import {
  audience,
  startForgingIssuer,
  type ForgingIssuer,
} from '../../../test/oidc/forging-issuer.ts';

let issuer: ForgingIssuer;
let service: TestService | undefined;
beforeEach(async () => {
  issuer = await startForgingIssuer();
});
afterEach(async () => {
  vi.useRealTimers();
  await service?.close();
  service = undefined;
  await issuer.stop();
});

async function serve(env: Record<string, string> = {}): Promise<TestService> {
  service = await buildService({
    env: {
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: audience,
      OIDC_TIMEOUT_MS: '1000',
      // So that nothing but the practice's own bound ends a call in time.
      OUTBOUND_TIMEOUT_MS: '20000',
      ...env,
    },
  });
  return service;
}

const call = ({ app }: TestService, token: string) =>
  app.inject({ url: '/auth/me', headers: { authorization: `Bearer ${token}` } });
const keyFetches = () => issuer.calls['/jwks'] ?? 0;
const health = async ({ app }: TestService) =>
  (await app.inject({ url: '/health' })).json<{ status: string }>().status;

describe('a provider that is down or frozen', () => {
  it.each(['fail', 'freeze'] as const)(
    'may %s when the service starts: requests are answered 503, then it comes back',
    async (mode) => {
      issuer.mode = mode;
      const app = await serve({ OIDC_KEYS_COOLDOWN_MS: '100', OIDC_TIMEOUT_MS: '300' });
      const token = await issuer.token();
      const startedAt = performance.now();
      const answer = await call(app, token);
      expect(performance.now() - startedAt).toBeLessThan(2_000 + slackMs);
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'identity-provider-down' });
      issuer.mode = 'serve';
      await expect.poll(async () => (await call(app, token)).statusCode, eventually).toBe(200);
    },
  );

  it('delays no request when it freezes, however old the keys are', async () => {
    const app = await serve({ OIDC_KEYS_MAX_AGE_MS: '0', OIDC_TIMEOUT_MS: '5000' });
    const token = await issuer.token();
    await call(app, token);
    issuer.mode = 'freeze';
    const startedAt = performance.now();
    for (let turn = 0; turn < 5; turn += 1) expect((await call(app, token)).statusCode).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  it('holds no shutdown up when it freezes under a refresh', async () => {
    const app = await serve({ OIDC_KEYS_MAX_AGE_MS: '0', OIDC_TIMEOUT_MS: '5000' });
    const token = await issuer.token();
    await call(app, token);
    issuer.mode = 'freeze';
    await call(app, token);
    await app.close();
    expect(app.lines).not.toContainEqual(
      expect.objectContaining({ msg: 'shutdown step did not finish' }),
    );
  });

  it('does no harm until its keys are too old', async () => {
    const app = await serve({ OIDC_KEYS_STALE_MS: '30000', OIDC_KEYS_COOLDOWN_MS: '0' });
    const token = await issuer.token();
    expect((await call(app, token)).statusCode).toBe(200);
    issuer.mode = 'fail';
    expect((await call(app, token)).statusCode).toBe(200);
    vi.setSystemTime(Date.now() + 30_001);
    expect((await call(app, token)).statusCode).toBe(503);
  });

  it('degrades the service and does not make it unready', async () => {
    issuer.mode = 'fail';
    const app = await serve();
    expect(await health(app)).toBe('degraded');
    expect((await app.app.inject({ url: '/readyz' })).statusCode).toBe(200);
  });
});

describe('tokens that name unknown keys', () => {
  it('make the service ask once a cooldown, however many there are', async () => {
    const app = await serve({ OIDC_KEYS_COOLDOWN_MS: '60000' });
    await call(app, await issuer.token());
    for (let turn = 0; turn < 10; turn += 1) {
      const token = await issuer.token({ header: { kid: `unknown-${String(turn)}` } });
      expect((await call(app, token)).statusCode).toBe(401);
    }
    expect(keyFetches()).toBe(1);
  });

  it('make it ask a failing provider no more often', async () => {
    const app = await serve({ OIDC_KEYS_COOLDOWN_MS: '60000' });
    issuer.mode = 'fail';
    const token = await issuer.token();
    await call(app, token);
    const asked = issuer.calls['/.well-known/openid-configuration'];
    for (let turn = 0; turn < 10; turn += 1) await call(app, token);
    expect(issuer.calls['/.well-known/openid-configuration']).toBe(asked);
  });
});

describe('keys that are old', () => {
  it('are refreshed behind the requests', async () => {
    const app = await serve({ OIDC_KEYS_MAX_AGE_MS: '50' });
    const token = await issuer.token();
    await call(app, token);
    expect(keyFetches()).toBe(1);
    await sleep(100);
    expect((await call(app, token)).statusCode).toBe(200);
    await expect.poll(keyFetches).toBe(2);
  });
});
