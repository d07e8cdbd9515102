import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import { createHash } from 'node:crypto';
import type { TokenPair } from './sign-in.ts';

const password = 'correct horse battery staple';
const attempts = 3;
let service: TestService;
beforeAll(async () => {
  service = await buildService({ env: { AUTH_LOGIN_ATTEMPTS: String(attempts) } });
});
afterAll(async () => {
  await service.close();
});

const post = (url: string, payload: object) => service.app.inject({ method: 'POST', url, payload });
const register = (email: string) => post('/auth/register', { email, name: 'Ada', password });
const login = (email: string, given = password) => post('/auth/login', { email, password: given });
const me = async ({ accessToken }: TokenPair) =>
  service.app.inject({ url: '/auth/me', headers: { authorization: `Bearer ${accessToken}` } });

describe('signing up', () => {
  it('makes a customer and signs them in', async () => {
    const answer = await register('new@example.com');
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const tokens = answer.json<TokenPair>();
    expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 600 });
    expect((await me(tokens)).json()).toMatchObject({ roles: ['customer'] });
  });

  it('asks the database for nothing once the account is there', async () => {
    const { accounts } = service.ports;
    const gone = () => Promise.reject(new Error('the database went away'));
    service.ports.accounts = { ...accounts, find: gone };
    const answer = await register('outage@example.com');
    service.ports.accounts = accounts;
    expect(answer.statusCode).toBe(201);
  });

  it('is refused for an address that has credentials, and leaves the password alone', async () => {
    await register('twice@example.com');
    const answer = await post('/auth/register', {
      email: 'TWICE@example.com',
      name: 'Eve',
      password: 'the password of an attacker',
    });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'email-taken' });
    expect((await login('twice@example.com', 'the password of an attacker')).statusCode).toBe(401);
    expect((await login('twice@example.com')).statusCode).toBe(200);
  });

  it('does not take over an account that has no password yet', async () => {
    await service.ports.inTx((tx) =>
      service.ports.accounts.findOrCreate(tx, 'invited@example.com', 'Invited'),
    );
    expect((await register('invited@example.com')).statusCode).toBe(409);
    expect((await login('invited@example.com')).statusCode).toBe(401);
  });

  it('makes one account of two registrations at once', async () => {
    const answers = await Promise.all([register('race@example.com'), register('race@example.com')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  });

  it.each([
    ['a short password', { password: 'eleven chrs' }],
    ['a long password', { password: 'x'.repeat(129) }],
    ['no address', { email: 'nobody' }],
    ['a role of its own choice', { role: 'admin' }],
    ['a NUL in the name', { name: 'a\u0000b' }],
  ])('is refused with %s', async (_case, wrong) => {
    const good = { email: 'wrong@example.com', name: 'Ada', password };
    expect((await post('/auth/register', { ...good, ...wrong })).statusCode).toBe(400);
  });
});

describe('signing in', () => {
  it('takes the address in any case', async () => {
    await register('Case@Example.com');
    expect((await login('cASE@example.COM')).statusCode).toBe(200);
  });

  it('answers an unknown address exactly as a wrong password', async () => {
    await register('known@example.com');
    const wrong = await login('known@example.com', 'wrong password');
    const unknown = await login('unknown@example.com', 'wrong password');
    expect(wrong.statusCode).toBe(401);
    expect(unknown.statusCode).toBe(401);
    const anyId = { requestId: expect.any(String) as string };
    expect({ ...unknown.json<object>(), ...anyId }).toEqual({ ...wrong.json<object>(), ...anyId });
  });

  it('takes roles that were granted into the token', async () => {
    await register('boss@example.com');
    const first = (await login('boss@example.com')).json<TokenPair>();
    const { id } = (await me(first)).json<{ id: string }>();
    await sql`insert into role_grants (account, role) values (${id}, 'auditor')`.execute(
      service.ports.db,
    );
    const second = (await login('boss@example.com')).json<TokenPair>();
    expect((await me(second)).json()).toEqual({ id, roles: ['auditor', 'customer'] });
  });
});

describe.each(['locked@example.com', 'stranger@example.com'])('guessing for %s', (email) => {
  beforeAll(async () => {
    if (email.startsWith('locked')) await register(email);
  });

  it(`is cut off after ${String(attempts)} guesses, however many come at once`, async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => login(email, `guess number ${String(index)}`)),
    );
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429, 429, 429, 429, 429]);
    const refused = answers.find(({ statusCode }) => statusCode === 429);
    expect(refused?.json()).toMatchObject({ code: 'too-many-attempts' });
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it('is answered 429 even with the right password, until the wait is over', async () => {
    await lockFor(email, 60);
    expect((await login(email)).statusCode).toBe(429);
    await lockFor(email, 0);
    expect((await login(email)).statusCode).toBe(email.startsWith('locked') ? 200 : 401);
  });
});

it('a sign-in that is refused for overload is no guess, and locks nobody out', async () => {
  const busy = await buildService({
    env: {
      AUTH_LOGIN_ATTEMPTS: String(attempts),
      AUTH_HASH_CONCURRENCY: '1',
      AUTH_HASH_QUEUE: '1',
    },
  });
  try {
    const send = (url: string, payload: object) =>
      busy.app.inject({ method: 'POST', url, payload });
    const credentials = { email: 'ada@example.com', password };
    await send('/auth/register', { ...credentials, name: 'Ada' });
    const logins = Array.from({ length: 10 }, () => send('/auth/login', credentials));
    const statuses = (await Promise.all(logins)).map(({ statusCode }) => statusCode);
    expect(statuses).toContain(503);
    expect(statuses).not.toContain(429);
    expect((await send('/auth/login', credentials)).statusCode).toBe(200);
  } finally {
    await busy.close();
  }
});

describe('waiting between guesses', () => {
  it('doubles with each one more, up to the longest wait', async () => {
    const waits: number[] = [];
    for (let guess = 1; guess <= 16; guess += 1) {
      await lockFor('doubling@example.com', 0);
      await login('doubling@example.com', 'wrong password');
      waits.push(await lockedFor('doubling@example.com'));
    }
    expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  });

  it('starts anew after a sign-in', async () => {
    await register('forgetful@example.com');
    for (let round = 0; round < 3; round += 1) {
      expect((await login('forgetful@example.com', 'wrong password')).statusCode).toBe(401);
      expect((await login('forgetful@example.com', 'wrong password')).statusCode).toBe(401);
      expect((await login('forgetful@example.com')).statusCode).toBe(200);
    }
  });
});

const digest = (email: string) => createHash('sha256').update(email).digest();

const lockFor = (email: string, seconds: number) =>
  sql`update login_attempts set locked_until = now() + make_interval(secs => ${seconds})
    where email_hash = ${digest(email)}`.execute(service.ports.db);

/** In whole seconds, from the attempt on. */
async function lockedFor(email: string): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(round(extract(epoch from locked_until - attempted_at)), 0)::int as seconds
    from login_attempts where email_hash = ${digest(email)}`.execute(service.ports.db);
  return rows[0]?.seconds ?? 0;
}
