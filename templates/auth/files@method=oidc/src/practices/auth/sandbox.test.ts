import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { buildService } from '../../../test/harness.ts';

it('in development a service without a provider brings one, and a load test gets a token', async () => {
  const service = await buildService({ env: { OIDC_ISSUER: '', OIDC_AUDIENCE: '' } });
  const { url } = await service.start();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['src/practices/auth/load-token.ts'],
    { env: { PATH: process.env['PATH'], BASE_URL: url } },
  );
  const headers = { authorization: `Bearer ${stdout.trim()}` };
  const answer = await service.app.inject({ url: '/auth/me', headers });
  expect(answer.json()).toMatchObject({ roles: ['customer'] });
  await service.close();
});

it('with a provider that is no sandbox a load test is told to bring its token', async () => {
  const env = { PATH: process.env['PATH'], BASE_URL: 'http://127.0.0.1:1' };
  await expect(
    promisify(execFile)(process.execPath, ['src/practices/auth/load-token.ts'], { env }),
  ).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('set TOKEN') as string });
});
