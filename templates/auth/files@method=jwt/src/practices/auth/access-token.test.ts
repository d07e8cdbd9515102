import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT, decodeProtectedHeader, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import { createAccessTokens } from './access-token.ts';
import { readSettings } from './settings.ts';

const secret = 'a-secret-that-is-long-enough-for-hs256';
const other = 'another-secret-long-enough-for-hs256-too';
const id = randomUUID();
const admin = { id, roles: ['admin'] };

let service: TestService;
beforeAll(async () => {
  service = await buildService({ env: { AUTH_JWT_KEYS: `k1:${secret}` } });
});
afterAll(async () => {
  await service.close();
});

const nowS = () => Math.floor(Date.now() / 1_000);
const goodClaims = (): JWTPayload => ({
  sub: id,
  roles: ['admin'],
  iss: 'auth',
  aud: 'api',
  iat: nowS(),
  exp: nowS() + 60,
});
const goodHeader = { alg: 'HS256', kid: 'k1', typ: 'at+jwt' };

/** `undefined` leaves a claim or a field out. */
type Changes = Readonly<Record<string, unknown>>;

interface Forgery {
  readonly claims?: Changes;
  readonly header?: Changes;
  readonly key?: string;
}

/** A good token, but for what is said. */
const forge = ({ claims = {}, header = {}, key = secret }: Forgery = {}): Promise<string> =>
  new SignJWT({ ...goodClaims(), ...claims })
    .setProtectedHeader({ ...goodHeader, ...header })
    .sign(Buffer.from(key));

const call = (token: string) =>
  service.app.inject({ url: '/users', headers: { authorization: `Bearer ${token}` } });

describe('an access token', () => {
  it('lets its bearer in when all of it is right', async () => {
    expect((await call(await forge())).statusCode).toBe(200);
  });

  it('is refused with alg none', async () => {
    await expectRefused(new UnsecuredJWT(goodClaims()).encode());
    const [, claims = ''] = (await forge()).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      const header = Buffer.from(JSON.stringify({ ...goodHeader, alg })).toString('base64url');
      await expectRefused(`${header}.${claims}.`);
    }
  });

  it.each<[string, Forgery]>([
    ['for another audience', { claims: { aud: 'other' } }],
    ['without an audience', { claims: { aud: undefined } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['without an issuer', { claims: { iss: undefined } }],
    ['without an end', { claims: { exp: undefined } }],
    ['that counts in an hour only', { claims: { nbf: nowS() + 3_600 } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['whose roles are no list', { claims: { roles: 'admin' } }],
    ['signed with another secret', { key: other }],
    ['signed with a key that nobody knows', { header: { kid: 'k2' } }],
    ['that names no key', { header: { kid: undefined } }],
    ['of another algorithm', { header: { alg: 'HS512' } }],
    ['of another type', { header: { typ: 'JWT' } }],
  ])('is refused when it is one %s', async (_case, forgery) => {
    await expectRefused(await forge(forgery));
  });

  it('is refused once it is expired, which the client is told', async () => {
    const answer = await call(await forge({ claims: { exp: nowS() - 10 } }));
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ detail: 'The access token is expired' });
  });

  it('is refused when a byte of its claims was changed', async () => {
    const [header = '', , signature = ''] = (await forge({ claims: { roles: [] } })).split('.');
    const claims = Buffer.from(JSON.stringify(goodClaims())).toString('base64url');
    await expectRefused(`${header}.${claims}.${signature}`);
  });

  it('is refused without its signature', async () => {
    await expectRefused((await forge()).replace(/[^.]+$/, ''));
  });
});

describe('replacing the signing key', () => {
  const tokens = (keys: string) =>
    createAccessTokens(readSettings({ NODE_ENV: 'test', AUTH_JWT_KEYS: keys }));

  it('keeps the tokens of the old key as long as it is listed', async () => {
    const token = await tokens(`k1:${secret}`).sign(admin);
    expect(await tokens(`k2:${other},k1:${secret}`).verify(token)).toEqual(admin);
    await expect(tokens(`k2:${other}`).verify(token)).rejects.toMatchObject({ status: 401 });
  });

  it('signs with the first key', async () => {
    const token = await tokens(`k2:${other},k1:${secret}`).sign(admin);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', kid: 'k2', typ: 'at+jwt' });
  });
});

async function expectRefused(token: string): Promise<void> {
  const answer = await call(token);
  expect(answer.statusCode).toBe(401);
  expect(answer.json()).toMatchObject({ code: 'invalid-token' });
  expect(answer.headers['www-authenticate']).toBe(
    'Bearer error="invalid_token", error_description="The access token is not valid"',
  );
}
