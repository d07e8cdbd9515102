/**
 * Requests per second of a cached public read by a whole service in production mode, beside a bare
 * Fastify route with the same payload. `npm run bench:service`, or, on a service that is created and
 * installed already, `npm run bench:service -- --service DIR`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuMicroseconds, finish } from './processes.ts';
import { build, createService, startBare, startBuilt, type Measured } from './service.ts';

const rounds = 3;
const seconds = 5;
const warmUpSeconds = 3;
const connections = 32;
const floor = 0.7;
const aim = 0.85;

const autocannon = join(import.meta.dirname, '../../node_modules/autocannon/autocannon.js');

interface Load {
  readonly requests: { readonly average: number; readonly total: number };
  readonly non2xx: number;
  readonly errors: number;
}

/** What one round saw. */
interface Round {
  readonly requestsPerSecond: number;
  /** Of the server, for one request: what the machine does besides hardly moves it. */
  readonly cpuMicroseconds: number;
}

async function load({ url, pid }: Measured, duration: number): Promise<Round> {
  const before = cpuMicroseconds(pid);
  const args = ['--json', '-c', String(connections), '-d', String(duration), url];
  const out = await finish(process.execPath, [autocannon, ...args], { cwd: '.' });
  const { requests, non2xx, errors } = JSON.parse(out) as Load;
  if (non2xx > 0 || errors > 0) {
    throw new Error(`${url} failed: ${non2xx} answers other than 2xx, ${errors} errors.`);
  }
  return {
    requestsPerSecond: requests.average,
    cpuMicroseconds: (cpuMicroseconds(pid) - before) / requests.total,
  };
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

async function compare(folder: string): Promise<number> {
  const service = await startBuilt(folder);
  const payload = await (await fetch(service.url)).text();
  const bare = await startBare(folder, new URL(service.url).pathname, payload);
  const measured = { bare: [] as Round[], service: [] as Round[] };
  try {
    for (const server of [bare, service]) await load(server, warmUpSeconds);
    for (let round = 1; round <= rounds; round += 1) {
      measured.bare.push(await load(bare, seconds));
      measured.service.push(await load(service, seconds));
    }
  } finally {
    await Promise.all([bare.close(), service.close()]);
  }
  for (const [name, all] of Object.entries(measured)) report(name, all);
  const perSecond = (all: readonly Round[]) => median(all.map((one) => one.requestsPerSecond));
  return perSecond(measured.service) / perSecond(measured.bare);
}

function report(name: string, all: readonly Round[]): void {
  const perSecond = all.map((one) => one.requestsPerSecond);
  const cpu = median(all.map((one) => one.cpuMicroseconds));
  const each = perSecond.map((number) => number.toFixed(0)).join(', ');
  process.stdout.write(
    `${name.padEnd(8)} ${median(perSecond).toFixed(0)} requests/s (${each}), ` +
      `${cpu.toFixed(0)} µs of CPU a request\n`,
  );
}

const { values } = parseArgs({ options: { service: { type: 'string' } } });
const given = values.service;
const created = given === undefined ? await createService() : undefined;
try {
  if (given !== undefined) await build(given);
  const ratio = await compare(created?.folder ?? given ?? '.');
  const aimed = ratio >= aim ? 'the aim is met' : `the aim is ${aim}`;
  process.stdout.write(`ratio    ${ratio.toFixed(2)} (at least ${floor}; ${aimed})\n`);
  process.exitCode = ratio < floor ? 1 : 0;
} finally {
  await created?.remove();
}
