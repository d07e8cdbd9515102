import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const production = {
  PATH: process.env['PATH'],
  NODE_ENV: 'production',
  PORT: '0',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
};

const start = (env: Readonly<Record<string, string>>) =>
  promisify(execFile)(process.execPath, ['src/main.ts'], { env: { ...production, ...env } });

it('production without the signing keys exits before it listens, and names the variable', async () => {
  await expect(start({})).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('AUTH_JWT_KEYS is not set') as string,
    stdout: expect.not.stringContaining('listening') as string,
  });
});

it('production with a short key exits, and does not show the key', async () => {
  await expect(start({ AUTH_JWT_KEYS: 'k1:too-short-to-be-a-secret' })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('needs at least 32') as string,
  });
  await expect(start({ AUTH_JWT_KEYS: 'k1:too-short-to-be-a-secret' })).rejects.toMatchObject({
    stderr: expect.not.stringContaining('too-short') as string,
  });
});
