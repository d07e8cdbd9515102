/**
 * Boots the build of a service, orders something, and ends it: `node boot.ts SERVICE`, with the
 * service's environment in this process's own; `node boot.ts SERVICE MODULE…` reads the samples of
 * these modules instead. Runs by itself so that it can stand in a namespace.
 */
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../src/verify/free-port.ts';
import { countOf, orderOne } from './journey.ts';

const [service = '.', ...modules] = process.argv.slice(2);

const port = String(await freePort());
const url = `http://127.0.0.1:${port}`;
const child = spawn(process.execPath, ['dist/main.js'], {
  cwd: service,
  env: { ...process.env, PORT: port, HOST: '127.0.0.1', SHUTDOWN_DELAY_MS: '0' },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let output = '';
for (const stream of [child.stdout, child.stderr]) {
  stream.setEncoding('utf8').on('data', (text: string) => (output += text));
}
const ended = once(child, 'exit') as Promise<[number | null]>;

async function ready(): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    if (child.exitCode !== null) throw new Error('it ended before it was ready');
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('it was not ready within 30 s');
}

/** From the environment, or from the service's own `load:token` when it has an authenticator. */
function credentials(): Record<string, string> {
  let token = process.env['TOKEN'];
  if (token === undefined && process.env['TOKEN_FROM'] !== undefined) {
    const env = { ...process.env, BASE_URL: url };
    token = execFileSync(process.execPath, [process.env['TOKEN_FROM']], {
      cwd: service,
      env,
      encoding: 'utf8',
    }).trim();
  }
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** What was found, in words. */
async function visit(headers: Readonly<Record<string, string>>): Promise<string> {
  if (modules.length > 0) {
    const counts = modules.map(async (name) => {
      const count = await countOf(url, name, headers);
      return `${String(count)} ${name}`;
    });
    return (await Promise.all(counts)).join(', ');
  }
  const order = await orderOne(url, headers);
  return `order ${order.id} is ${order.status}`;
}

try {
  await ready();
  const said = await visit(credentials());
  child.kill('SIGTERM');
  const [code] = await ended;
  if (code !== 0) throw new Error(`it ended with ${String(code)} after SIGTERM, not 0`);
  process.stdout.write(`${said}; SIGTERM ended it with 0\n`);
} catch (error) {
  child.kill('SIGKILL');
  process.stderr.write(`Boot of ${service}: ${String(error)}\n${output}\n`);
  process.exitCode = 1;
}
