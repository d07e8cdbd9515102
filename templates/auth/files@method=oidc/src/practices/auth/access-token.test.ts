import { generateKeyPair, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import {
  audience,
  startForgingIssuer,
  type Forgery,
  type ForgingIssuer,
} from '../../../test/oidc/forging-issuer.ts';
import { rolesIn } from './access-token.ts';

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

const call = (token: string) =>
  service.app.inject({ url: '/auth/me', headers: { authorization: `Bearer ${token}` } });
const nowS = () => Math.floor(Date.now() / 1_000);

describe('an access token of the provider', () => {
  it('lets its bearer in when all of it is right', async () => {
    expect((await call(await issuer.token())).statusCode).toBe(200);
  });

  it('counts when the service is one of several audiences', async () => {
    const token = await issuer.token({ claims: { aud: ['other', audience] } });
    expect((await call(token)).statusCode).toBe(200);
  });

  it('is refused with alg none', async () => {
    await expectRefused(new UnsecuredJWT(issuer.goodClaims()).encode());
    const [, claims = ''] = (await issuer.token()).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: 'k1' })).toString('base64url');
      await expectRefused(`${header}.${claims}.`);
    }
  });

  it('is refused when the public key was used as the secret of an HMAC', async () => {
    const key = Buffer.from(issuer.publicPem);
    await expectRefused(await issuer.token({ key, header: { alg: 'HS256' } }));
  });

  it('is refused when its algorithm is none of those that were chosen', async () => {
    const strict = await buildService({ env: { ...issuer.env, OIDC_ALGORITHMS: 'RS256' } });
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    expect((await strict.app.inject({ url: '/auth/me', headers })).statusCode).toBe(401);
    await strict.close();
  });

  it('is refused when somebody else signed it', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    await expectRefused(await issuer.token({ key: privateKey }));
    await expectRefused(await issuer.token({ key: privateKey, header: { kid: 'k2' } }));
  });

  it('is refused when it brings its own key', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const header = { kid: undefined, jku: 'https://evil.example/jwks', jwk: { kty: 'EC' } };
    await expectRefused(await issuer.token({ key: privateKey, header }));
  });

  it.each<[string, Forgery]>([
    ['for another audience', { claims: { aud: 'other' } }],
    ['without an audience', { claims: { aud: undefined } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['without an issuer', { claims: { iss: undefined } }],
    ['without an end', { claims: { exp: undefined } }],
    ['that counts in an hour only', { claims: { nbf: nowS() + 3_600 } }],
    ['without a subject', { claims: { sub: undefined } }],
  ])('is refused when it is one %s', async (_case, forgery) => {
    await expectRefused(await issuer.token(forgery));
  });

  it('is refused once it is expired, which the client is told', async () => {
    const answer = await call(await issuer.token({ claims: { exp: nowS() - 10 } }));
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ detail: 'The access token is expired' });
  });

  it('still counts a moment after its end: clocks differ', async () => {
    const token = await issuer.token({ claims: { exp: nowS() - 2 } });
    expect((await call(token)).statusCode).toBe(200);
  });

  it('is refused when a byte of its claims was changed', async () => {
    const [header = '', claims = '', signature = ''] = (await issuer.token()).split('.');
    const changed = { ...issuer.goodClaims(), roles: ['admin'] };
    const body = Buffer.from(JSON.stringify(changed)).toString('base64url');
    expect(body).not.toBe(claims);
    await expectRefused(`${header}.${body}.${signature}`);
    await expectRefused(`${header}.${claims}.`);
  });
});

describe('the roles that a token names', () => {
  it.each([
    ['roles', { roles: ['a', 'b'] }, ['a', 'b']],
    ['realm_access.roles', { realm_access: { roles: ['a'] } }, ['a']],
    ['https://example.com/roles', { 'https://example.com/roles': ['a'] }, ['a']],
    ['scope', { scope: 'a b' }, ['a', 'b']],
    ['roles', { roles: [1, 'a', null] }, ['a']],
    ['roles', { roles: { a: true } }, []],
    ['roles', {}, []],
    ['constructor.name', {}, []],
  ])('are found under %s', (claim, claims, roles) => {
    expect(rolesIn(claims, claim)).toEqual(roles);
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
