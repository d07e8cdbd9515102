import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { slackMs, startService, type StartedService } from '../test/harness.ts';

const main = join(import.meta.dirname, 'main.ts');

/** Runs the process until it ends by itself. */
async function run(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], ...env },
    timeout: 45_000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://nobody:planted-secret@127.0.0.1:1/none',
  PAYMENTS_URL: 'http://127.0.0.1:1',
  AUTH: 'none',
  PORT: '0',
};

describe('a process that is not fit to start', () => {
  it('names DATABASE_URL when production has none, together with what else is wrong', async () => {
    const { code, output } = await run({ ...production, DATABASE_URL: '', PORT: 'http' });
    expect(code).toBe(1);
    expect(output).toContain('DATABASE_URL is not set');
    expect(output).toContain('PORT must be integer, found "http"');
  });

  it('names the roles there are when ROLE is none of them', async () => {
    const { code, output } = await run({ NODE_ENV: 'test', ROLE: 'wroker' });
    expect(code).toBe(1);
    expect(output).toMatch(/ROLE must be one of all, api.*found "wroker"/);
  });

  it('ends when the database of production does not answer, and keeps its password to itself', async () => {
    const { code, output } = await run(production);
    expect(code).toBe(1);
    expect(output).not.toContain('planted-secret');
  });
});

describe('a process that is told to stop', () => {
  let service: StartedService | undefined;
  afterEach(() => service?.kill());

  it('ends with 0, and says so last', async () => {
    service = await startService();
    expect(await service.stop()).toBe(0);
    const lines = service.output().trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ msg: 'stopped' });
  });

  it('turns unready first, and goes on serving while load balancers notice', async () => {
    service = await startService({ env: { SHUTDOWN_DELAY_MS: '1500' } });
    const stopped = service.stop();
    await expect
      .poll(async () => (await fetch(`${service?.url ?? ''}/readyz`)).status, { interval: 50 })
      .toBe(503);
    const response = await fetch(`${service.url}/products`);
    expect(response.status).toBe(200);
    expect(response.headers.get('connection')).toBe('close');
    expect(await stopped).toBe(0);
  });

  it('drops no request under load', async () => {
    service = await startService({ env: { SHUTDOWN_DELAY_MS: '1500' } });
    const load = generateLoad(service.url, 20);
    await expect.poll(load.answered, { timeout: 20_000 }).toBeGreaterThan(50);
    expect(await service.stop()).toBe(0);
    await load.ended;
    expect(load.failures).toEqual([]);
  });

  it('ends at once, and not with 0, at the second signal', async () => {
    service = await startService({ env: { SHUTDOWN_DELAY_MS: '9000' } });
    const stopped = service.stop();
    await expect.poll(() => service?.output()).toContain('stopping');
    const begun = performance.now();
    process.kill(service.pid, 'SIGTERM');
    expect(await stopped).toBe(1);
    expect(performance.now() - begun).toBeLessThan(500 + slackMs);
  });
});

/**
 * Callers behind a load balancer that sends one request after another on kept connections, until it
 * sees that the process is not ready. Whatever fails was dropped.
 */
function generateLoad(url: string, callers: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: callers + 1 });
  const failures: string[] = [];
  let answered = 0;
  let ready = true;
  const get = (path: string) =>
    new Promise<number>((resolve, reject) => {
      request(`${url}${path}`, { agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      })
        .on('error', reject)
        .end();
    });
  const probe = async (): Promise<void> => {
    while (ready) {
      ready = (await get('/readyz')) === 200;
      await sleep(50);
    }
  };
  const call = async (): Promise<void> => {
    while (ready) {
      const status = await get('/products').catch((error: unknown) => String(error));
      if (status === 200) answered += 1;
      else failures.push(String(status));
    }
  };
  const all = [probe(), ...Array.from({ length: callers }, call)];
  return { failures, answered: () => answered, ended: Promise.all(all) };
}
