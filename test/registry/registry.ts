/** A real registry on loopback that knows one package: ours. It has no uplink. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packTarball } from '../../build/tarball.ts';
import { freePort } from '../../src/verify/free-port.ts';
import { installed } from '../npm-cache.ts';

/** How long the registry may take to answer its first request. */
const startMs = 60_000;

export interface Registry {
  readonly url: string;
  stop(): void;
}

/**
 * Starts verdaccio and publishes the package in it.
 *
 * @param dist - the built bundle
 */
export async function startRegistry(dist: string): Promise<Registry> {
  // One of its dependencies asks for a tag that not every registry has.
  const modules = await installed('verdaccio', { verdaccio: '6.10.4' }, { 'node-fetch': '2.7.0' });
  const folder = mkdtempSync(join(tmpdir(), 'plinth-registry-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const config = join(folder, 'config.yaml');
  writeFileSync(config, configText(folder));
  const entry = join(modules, 'verdaccio/bin/verdaccio');
  const child = spawn(
    process.execPath,
    [entry, '--config', config, '--listen', `127.0.0.1:${port}`],
    {
      stdio: 'ignore',
    },
  );
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await answers(url);
    await publish(dist, folder, url);
  } catch (error) {
    stop();
    throw error;
  }
  return { url, stop };
}

function configText(folder: string): string {
  return [
    `storage: ${join(folder, 'storage')}`,
    'auth: { htpasswd: { file: ./htpasswd } }',
    'packages:',
    "  '**': { access: $all, publish: $all }",
    'log: { type: stdout, level: fatal }',
    '',
  ].join('\n');
}

async function publish(dist: string, folder: string, url: string): Promise<void> {
  await packTarball(dist, folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, '.npmrc'), `//${new URL(url).host}/:_authToken=anybody\n`);
  await execa('npm', ['publish', join(folder, tarball), '--registry', url], { cwd: folder });
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + startMs;
  for (;;) {
    const ok = await fetch(`${url}-/ping`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    if (Date.now() > deadline) throw new Error(`the registry does not answer on ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
