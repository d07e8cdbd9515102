import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const good = {
  NODE_ENV: 'production',
  OIDC_ISSUER: 'https://id.example.com/realm',
  OIDC_AUDIENCE: 'urn:example:api',
};

describe('the settings of the provider', () => {
  it('are an issuer, an audience and algorithms of public keys', () => {
    expect(readSettings(good)).toMatchObject({
      issuer: 'https://id.example.com/realm',
      audience: 'urn:example:api',
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    });
  });

  it.each([
    ['no issuer in production', { OIDC_ISSUER: '' }, 'OIDC_ISSUER is not set'],
    ['no audience in production', { OIDC_AUDIENCE: '' }, 'OIDC_AUDIENCE is not set'],
    ['no audience anywhere', { OIDC_AUDIENCE: '', NODE_ENV: 'test' }, 'OIDC_AUDIENCE is not set'],
    ['an issuer without TLS', { OIDC_ISSUER: 'http://id.example.com' }, 'must be https'],
    ['a shared secret', { OIDC_ALGORITHMS: 'RS256,HS256' }, 'found "HS256"'],
    ['no signature', { OIDC_ALGORITHMS: 'none' }, 'found "none"'],
  ])('are refused with %s', (_case, env, problem) => {
    expect(() => readSettings({ ...good, ...env })).toThrow(problem);
  });

  it('may be left out in development, and never in what an unset NODE_ENV means', () => {
    expect(readSettings({ NODE_ENV: 'development' }).issuer).toBeUndefined();
    expect(() => readSettings({})).toThrow('OIDC_ISSUER is not set');
  });
});

it('production without an issuer exits before it listens, and names both variables', async () => {
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  };
  await expect(
    promisify(execFile)(process.execPath, ['src/main.ts'], { env }),
  ).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/OIDC_ISSUER is not set[^]*OIDC_AUDIENCE is not set/) as string,
    stdout: expect.not.stringContaining('listening') as string,
  });
});
