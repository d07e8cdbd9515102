import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import { DatabaseUnreachable } from '../../core/database-errors.ts';
import type { TokenPair } from './sign-in.ts';

const password = 'correct horse battery staple';
let service: TestService;
beforeAll(async () => {
  service = await buildService();
});
afterAll(async () => {
  await service.close();
});

const post = (url: string, payload: object) => service.app.inject({ method: 'POST', url, payload });
const signUp = async (email: string): Promise<TokenPair> =>
  (await post('/auth/register', { email, name: 'Ada', password })).json();
const signIn = async (email: string): Promise<TokenPair> =>
  (await post('/auth/login', { email, password })).json();
const refresh = ({ refreshToken }: TokenPair) => post('/auth/refresh', { refreshToken });
const me = async ({ accessToken }: TokenPair) => {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await service.app.inject({ url: '/auth/me', headers })).json<{ id: string }>();
};

describe('a refresh token', () => {
  it('is traded for new tokens, again and again', async () => {
    let tokens = await signUp('chain@example.com');
    const caller = await me(tokens);
    for (let turn = 0; turn < 3; turn += 1) {
      const answer = await refresh(tokens);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      const next = answer.json<TokenPair>();
      expect(next.refreshToken).not.toBe(tokens.refreshToken);
      expect(await me(next)).toEqual(caller);
      tokens = next;
    }
  });

  it('is not spent by a refresh that the database cannot answer', async () => {
    const tokens = await signUp('outage@example.com');
    const { accounts } = service.ports;
    service.ports.accounts = {
      ...accounts,
      find: () => Promise.reject(new DatabaseUnreachable('gone')),
    };
    const unanswered = await refresh(tokens);
    service.ports.accounts = accounts;
    expect(unanswered.statusCode).toBe(503);
    expect((await refresh(tokens)).statusCode).toBe(200);
  });

  it('is kept only as a hash', async () => {
    const { refreshToken } = await signUp('hashed@example.com');
    const [family = '', secret = ''] = refreshToken.split('.');
    const { rows } = await sql<{ token_hash: Uint8Array }>`
      select * from refresh_tokens where family = ${family}`.execute(service.ports.db);
    expect(rows).toHaveLength(1);
    for (const value of Object.values(rows[0] ?? {})) {
      const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
      expect(bytes.includes(secret)).toBe(false);
      expect(bytes.includes(Buffer.from(secret, 'base64url'))).toBe(false);
    }
  });

  it('ends the whole family when it is used twice', async () => {
    const first = await signUp('stolen@example.com');
    const second = (await refresh(first)).json<TokenPair>();
    expect((await refresh(first)).statusCode).toBe(401);
    const answer = await refresh(second);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'invalid-refresh-token' });
    expect(service.lines).toContainEqual(
      expect.objectContaining({ msg: 'a refresh token was used again: family ended' }),
    );
  });

  it('leaves other sign-ins of the account alone when its family ends', async () => {
    const laptop = await signUp('devices@example.com');
    const phone = await signIn('devices@example.com');
    await refresh(laptop);
    await refresh(laptop);
    expect((await refresh(phone)).statusCode).toBe(200);
  });

  it('is won by exactly one of many that use it at once, and the family ends', async () => {
    const tokens = await signUp('race@example.com');
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(tokens)));
    const winners = answers.filter(({ statusCode }) => statusCode === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(7);
    const [winner] = winners.map((answer) => answer.json<TokenPair>());
    expect(winner && (await refresh(winner)).statusCode).toBe(401);
  });

  it.each([
    ['nothing', ''],
    ['words', 'not a token'],
    ['an unknown family', `00000000-0000-4000-8000-000000000000.${'a'.repeat(43)}`],
  ])('is refused when it is %s', async (_case, refreshToken) => {
    expect((await post('/auth/refresh', { refreshToken })).statusCode).toBe(401);
  });

  it('is refused when it was not used for too long', async () => {
    const tokens = await signUp('idle@example.com');
    await service.ports.db.executeQuery(
      sql`update refresh_tokens set expires_at = now() - interval '1 second'
        where account = ${(await me(tokens)).id}`.compile(service.ports.db),
    );
    expect((await refresh(tokens)).statusCode).toBe(401);
  });

  it('does not make a sign-in last longer than a session', async () => {
    const tokens = await signUp('session@example.com');
    const { id } = await me(tokens);
    await sql`update refresh_tokens set signed_in_at = now() - interval '90 days' + interval '1 hour'
      where account = ${id}`.execute(service.ports.db);
    await refresh(tokens);
    const { rows } = await sql<{ hours: number }>`
      select extract(epoch from expires_at - now())::int / 3600.0 as hours
      from refresh_tokens where account = ${id}`.execute(service.ports.db);
    expect(Number(rows[0]?.hours)).toBeLessThanOrEqual(1);
  });

  it('is refused once its account is gone', async () => {
    const tokens = await signUp('leaver@example.com');
    await sql`delete from users where email = 'leaver@example.com'`.execute(service.ports.db);
    expect((await refresh(tokens)).statusCode).toBe(401);
  });

  it('brings the roles of now', async () => {
    const tokens = await signUp('promoted@example.com');
    const { id } = await me(tokens);
    await sql`insert into role_grants (account, role) values (${id}, 'admin')`.execute(
      service.ports.db,
    );
    const next = (await refresh(tokens)).json<TokenPair>();
    expect(await me(next)).toEqual({ id, roles: ['admin', 'customer'] });
  });
});

describe('signing out', () => {
  it('ends the sign-in, by any of its refresh tokens, and says the same to unknown ones', async () => {
    const first = await signUp('out@example.com');
    const second = (await refresh(first)).json<TokenPair>();
    const answer = await post('/auth/logout', { refreshToken: first.refreshToken });
    expect(answer.statusCode).toBe(204);
    expect((await refresh(second)).statusCode).toBe(401);
    expect((await post('/auth/logout', { refreshToken: 'unknown' })).statusCode).toBe(204);
  });
});

describe('an account that signs in on and on', () => {
  it('keeps its twenty newest sign-ins', async () => {
    const { id } = await me(await signUp('many@example.com'));
    for (let turn = 0; turn < 22; turn += 1) await signIn('many@example.com');
    const { rows } = await sql`select family from refresh_tokens where account = ${id}`.execute(
      service.ports.db,
    );
    expect(rows).toHaveLength(20);
  });
});
