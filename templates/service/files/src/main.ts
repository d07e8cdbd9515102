import { readFileSync } from 'node:fs';
import { compose, type Service } from './core/compose.ts';
import { ConfigError, type Env } from './core/config.ts';
import type { CreateModule, Practice } from './core/contract.ts';
import { createLog } from './core/log.ts';
import { prepareSchema } from './core/schema.ts';
import * as modules from './modules.gen.ts';
import * as practices from './practices.gen.ts';

// Run from its sources it is a developer's; a build is production unless told otherwise.
const mode = import.meta.filename.endsWith('.ts') ? 'development' : 'production';
const env: Env = { NODE_ENV: mode, SERVICE_NAME: manifestName(), ...process.env };
const { log, flush } = createLog({
  level: env['LOG_LEVEL'] ?? 'info',
  service: env['SERVICE_NAME'] ?? 'service',
  buffered: env['NODE_ENV'] === 'production',
});

// Whoever read the log is gone: that is no reason to stop serving.
process.stdout.on('error', () => undefined);
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

try {
  const service = await compose({
    env,
    practices: Object.values<Practice>(practices),
    modules: Object.values<CreateModule>(modules),
    log,
  });
  stopOnSignals(service);
  await prepareSchema(service, log);
  const { url } = await service.start();
  log.info({ url, role: service.config.ROLE, mode: service.config.NODE_ENV }, 'started');
} catch (error) {
  fail(error);
}

/** Beside the sources and beside the build stands the one `package.json`. */
function manifestName(): string | undefined {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { name?: string }).name;
}

/** The first signal stops in order; the second one ends the process at once. */
function stopOnSignals(service: Service): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) fail(new Error(`${signal} while stopping`));
    stopping = true;
    log.info({ signal }, 'stopping');
    void service.stop().then(() => {
      log.info('stopped');
      exit(0);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function fail(error: unknown): never {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'cannot go on');
  return exit(1);
}

function exit(code: number): never {
  flush();
  process.exit(code);
}
