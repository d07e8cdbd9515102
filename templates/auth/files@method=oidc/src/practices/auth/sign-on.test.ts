import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import {
  startForgingIssuer,
  type Changes,
  type ForgingIssuer,
} from '../../../test/oidc/forging-issuer.ts';
import { identityCacheKey } from './sign-on.ts';

let issuer: ForgingIssuer;
let service: TestService;
beforeAll(async () => {
  issuer = await startForgingIssuer();
  service = await buildService({ env: issuer.env });
});
afterAll(async () => {
  await service.close();
  await issuer.stop();
});

const me = async (claims: Changes) => {
  const headers = { authorization: `Bearer ${await issuer.token({ claims })}` };
  return service.app.inject({ url: '/auth/me', headers });
};
const idOf = async (claims: Changes) => (await me(claims)).json<{ id: string }>().id;

describe('a subject that is seen for the first time', () => {
  it('becomes the account with its verified address, and stays it when the address changes', async () => {
    const existing = await service.ports.inTx((tx) =>
      service.ports.accounts.findOrCreate(tx, 'known@example.com', 'Known'),
    );
    expect(await idOf({ sub: 's1', email: 'Known@Example.com' })).toBe(existing.id);
    expect(await idOf({ sub: 's1', email: 'renamed@example.com' })).toBe(existing.id);
  });

  it('becomes one new account, however many requests come at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 8 }, () => idOf({ sub: 's2', email: 'new@example.com' })),
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['not verified', { email_verified: false }],
    ['not said to be verified', { email_verified: undefined }],
    ['missing', { email: undefined }],
  ])('is not let in, and takes no account over, when its address is %s', async (_case, claims) => {
    issuer.userInfo = undefined;
    const answer = await me({ sub: 'eve', email: 'known@example.com', ...claims });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'no-verified-email' });
  });

  it('may have a long name, which is cut between two characters', async () => {
    const id = await idOf({ sub: 's7', email: 'long@example.com', name: `${'x'.repeat(199)}😀😀` });
    const { rows } = await sql<{ name: string }>`select name from users where id = ${id}`.execute(
      service.ports.db,
    );
    expect(rows[0]?.name.slice(199)).toBe('😀');
  });

  it('is asked for at the provider when its token has no address', async () => {
    issuer.userInfo = { sub: 's3', email: 'asked@example.com', email_verified: true };
    const answer = await me({ sub: 's3', email: undefined, email_verified: undefined });
    expect(answer.statusCode).toBe(200);
  });

  it('is not let in by what the provider says about another subject', async () => {
    issuer.userInfo = { sub: 'known', email: 'known@example.com', email_verified: true };
    expect((await me({ sub: 'eve', email: undefined })).statusCode).toBe(403);
  });

  it.each([
    ['cannot be asked', 'fail'],
    ['is asked too often', 'busy'],
  ] as const)('is asked to come back when the provider %s', async (_case, mode) => {
    issuer.mode = mode;
    const answer = await me({ sub: 's4', email: undefined });
    issuer.mode = 'serve';
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'identity-provider-down' });
    expect(answer.headers['retry-after']).toBe('5');
  });
});

describe('the roles of a caller', () => {
  it('are those of the token, of the account and the granted ones', async () => {
    const claims = { sub: 's5', email: 'roles@example.com', roles: ['auditor'] };
    const id = await idOf({ sub: 's5-first', email: 'roles@example.com' });
    await sql`insert into role_grants (account, role) values (${id}, 'admin')`.execute(
      service.ports.db,
    );
    expect((await me(claims)).json()).toEqual({ id, roles: ['admin', 'auditor', 'customer'] });
  });
});

describe('an account that is gone', () => {
  it('lets its identity in no more', async () => {
    const claims = { sub: 's6', email: 'gone@example.com' };
    const id = await idOf(claims);
    await sql`delete from users where id = ${id}`.execute(service.ports.db);
    await service.ports.inTx((tx) => {
      service.ports.cache.invalidate(tx, identityCacheKey({ iss: issuer.url, sub: 's6' }));
      return Promise.resolve();
    });
    expect((await me(claims)).statusCode).toBe(401);
  });
});
