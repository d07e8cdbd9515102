import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

/** Says what it was given, and sums up when it is stopped, as k6 does. */
const k6 = `#!${process.execPath}
process.on('SIGTERM', () => setTimeout(() => { console.log('summed up'); process.exit(105); }, 50));
setTimeout(() => process.exit(1), 30_000);
console.log(process.argv.slice(2, 3) + ' ' + process.argv.slice(4), process.env.BASE_URL);
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-launch-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function launch(...args: readonly string[]) {
  const path = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
  return spawn(process.execPath, [join(import.meta.dirname, 'launch.ts'), ...args], {
    env: { ...process.env, PATH: path, BASE_URL: 'http://host' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const started = 'run --out,json http://host\n';

it('hands its arguments and the environment to k6, and lets it sum up when stopped', async () => {
  writeFileSync(join(folder, 'k6'), k6, { mode: 0o755 });
  const child = launch('smoke', '--out', 'json');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    if (said === started) child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(said).toBe(`${started}summed up\n`);
  expect(code).toBe(105);
});
