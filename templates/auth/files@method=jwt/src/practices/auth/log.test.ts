import { expect, it } from 'vitest';
import { buildService } from '../../../test/harness.ts';
import type { TokenPair } from './sign-in.ts';

it('no password and no token ever reaches a log line, whatever goes wrong', async () => {
  const service = await buildService({ env: { LOG_LEVEL: 'trace' } });
  const post = (url: string, payload: object) =>
    service.app.inject({ method: 'POST', url, payload });
  const me = (authorization: string) =>
    service.app.inject({ url: '/auth/me', headers: { authorization } });
  const password = 'planted-password-one';
  const wrong = 'planted-password-two';
  const person = { email: 'planted@example.com', name: 'Ada', password };

  const tokens = (await post('/auth/register', person)).json<TokenPair>();
  await post('/auth/register', person);
  await post('/auth/register', { ...person, password: ['planted-password-one'] });
  await post('/auth/login', { email: person.email, password: wrong });
  await post('/auth/login', { email: person.email, password });
  await me(`Bearer ${tokens.accessToken}`);
  await me(`Bearer ${tokens.accessToken}x`);
  await service.app.inject({ url: `/nowhere?access_token=${tokens.accessToken}` });
  const { refreshToken } = tokens;
  const next = (await post('/auth/refresh', { refreshToken })).json<TokenPair>();
  expect((await post('/auth/refresh', { refreshToken })).statusCode).toBe(401);
  await post('/auth/logout', { refreshToken: next.refreshToken });
  await service.database.close();
  expect((await post('/auth/login', { email: person.email, password })).statusCode).toBe(500);
  expect((await post('/auth/refresh', { refreshToken: next.refreshToken })).statusCode).toBe(500);

  const log = service.lines.map((line) => JSON.stringify(line));
  const planted = [password, wrong, ...secretsIn(tokens), ...secretsIn(next)];
  expect(log.length).toBeGreaterThan(10);
  for (const secret of planted) {
    expect(log.filter((line) => line.includes(secret))).toEqual([]);
  }
  await service.close();
});

/** A token's parts that prove something: without its signature, or its secret half, it is none. */
const secretsIn = ({ accessToken, refreshToken }: TokenPair): readonly string[] => [
  accessToken.split('.')[2] ?? accessToken,
  refreshToken.split('.')[1] ?? refreshToken,
];
