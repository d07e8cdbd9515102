import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  buildService,
  describeWith,
  startPostgres,
  type PostgresServer,
  type TestService,
} from '../../../test/harness.ts';
import { migrateToLatest } from '../../core/migrate.ts';
import type { TokenPair } from './sign-in.ts';

const password = 'correct horse battery staple';

describeWith('postgres')('on a real PostgreSQL, where transactions do run at once,', () => {
  let postgres: PostgresServer;
  let service: TestService;
  let url: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    service = await buildService({
      env: { DATABASE_URL: postgres.url, AUTH_LOGIN_ATTEMPTS: '3' },
    });
    await migrateToLatest(service.database.db);
    ({ url } = await service.start());
  });
  afterAll(async () => {
    await service.close();
    await postgres.stop();
  });

  const post = (path: string, payload: object) =>
    service.app.inject({ method: 'POST', url: path, payload });
  const signUp = async (email: string): Promise<TokenPair> =>
    (await post('/auth/register', { email, name: 'Ada', password })).json();
  const refresh = ({ refreshToken }: TokenPair) => post('/auth/refresh', { refreshToken });
  const me = async (accessToken: string) => {
    const headers = { authorization: `Bearer ${accessToken}` };
    return (await service.app.inject({ url: '/auth/me', headers })).json<{
      id: string;
      roles: string[];
    }>();
  };
  const env = () => ({ PATH: process.env['PATH'], DATABASE_URL: postgres.url, BASE_URL: url });
  const auth = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['src/practices/auth/cli.ts', ...args], { env: env() });

  const setPassword = async (account: string, email: string, given: string) => {
    const child = spawn(
      process.execPath,
      ['src/practices/auth/cli.ts', 'set-password', account, email],
      { env: env(), stdio: ['pipe', 'ignore', 'pipe'] },
    );
    child.stdin.end(`${given}\n`);
    const [problems, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return { problems, code: exit[0] as unknown };
  };

  it('one of many refreshes at once wins, and the family ends', async () => {
    for (let round = 0; round < 5; round += 1) {
      const tokens = await signUp(`race-${String(round)}@example.com`);
      const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(tokens)));
      const winners = answers.filter(({ statusCode }) => statusCode === 200);
      expect(winners).toHaveLength(1);
      const [winner] = winners.map((answer) => answer.json<TokenPair>());
      expect(winner && (await refresh(winner)).statusCode).toBe(401);
    }
  });

  it('guesses that come at once cannot pass the limit together', async () => {
    await signUp('guessed@example.com');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        post('/auth/login', { email: 'guessed@example.com', password: 'wrong password' }),
      ),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(3);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(7);
  });

  it('one of many registrations of an address at once wins', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        post('/auth/register', { email: 'same@example.com', name: 'Ada', password }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409]);
  });

  it('an operator grants a role and withdraws it, from the next token on', async () => {
    const tokens = await signUp('boss@example.com');
    await auth('grant', 'Boss@example.com', 'admin');
    const granted = (await refresh(tokens)).json<TokenPair>();
    expect((await me(granted.accessToken)).roles).toEqual(['admin', 'customer']);
    await auth('withdraw', 'boss@example.com', 'admin');
    const withdrawn = (await refresh(granted)).json<TokenPair>();
    expect((await me(withdrawn.accessToken)).roles).toEqual(['customer']);
  });

  it('an operator ends every sign-in of an account', async () => {
    const tokens = await signUp('lost@example.com');
    const { stdout } = await auth('sign-out', 'lost@example.com');
    expect(stdout).toContain('1 sign-ins of lost@example.com ended');
    expect((await refresh(tokens)).statusCode).toBe(401);
  });

  it('an operator sets a password that comes on standard input', async () => {
    const { id } = await me((await signUp('forgetful@example.com')).accessToken);
    const { problems, code } = await setPassword(
      id,
      'forgetful@example.com',
      'an entirely new one',
    );
    expect([problems, code]).toEqual(['', 0]);
    const login = (given: string) =>
      post('/auth/login', { email: 'forgetful@example.com', password: given });
    expect((await login('an entirely new one')).statusCode).toBe(200);
    expect((await login(password)).statusCode).toBe(401);
  });

  it.each([
    [['grant', 'nobody@example.com', 'admin'], 'Nobody has signed in as "nobody@example.com"'],
    [['grant', 'boss@example.com', 'Admin!'], 'A role is lower-case letters'],
    [['withdraw', 'boss@example.com', 'auditor'], 'was not given the role auditor'],
    [['promote', 'boss@example.com'], 'auth grant EMAIL ROLE'],
  ])('refuses auth %j and says why', async (args, problem) => {
    await expect(auth(...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(problem) as string,
    });
  });

  it.each([
    ['is too short', 'eleven long', 'forgetful@example.com', '12 to 128 characters'],
    ['no sign-in would take', 'x'.repeat(129), 'forgetful@example.com', 'standard input has 129'],
    ['is for the address of another account', password, 'lost@example.com', 'nothing changed'],
    ['is for what is no address', password, 'lost', 'which is no email address'],
  ])('keeps the password that there is when a new one %s', async (_what, given, email, problem) => {
    const login = () => post('/auth/login', { email: 'forgetful@example.com', password: kept });
    const kept = 'an entirely new one';
    const { id } = await me((await login()).json<TokenPair>().accessToken);
    const { problems, code } = await setPassword(id, email, given);
    expect([problems, code]).toEqual([expect.stringContaining(problem), 1]);
    expect((await login()).statusCode).toBe(200);
  });

  it('sets no password for an account that is not there, before it asks for one', async () => {
    const nobody = '00000000-0000-4000-8000-0000000000ff';
    const { problems, code } = await setPassword(nobody, 'new@example.com', password);
    expect([problems, code]).toEqual([`There is no user ${nobody}: nothing changed\n`, 1]);
    const login = { email: 'new@example.com', password };
    expect((await post('/auth/login', login)).statusCode).toBe(401);
    const { rows } = await sql`select from credentials where account = ${nobody}`.execute(
      service.ports.db,
    );
    expect(rows).toEqual([]);
  });

  it('gives a load test a token of the running service', async () => {
    const script = ['src/practices/auth/load-token.ts'];
    const { stdout } = await promisify(execFile)(process.execPath, script, { env: env() });
    expect((await me(stdout.trim())).roles).toEqual(['customer']);
  });
});
