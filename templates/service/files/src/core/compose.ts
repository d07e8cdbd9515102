import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { collecting, ConfigError, type Env } from './config.ts';
import type { Authenticator, CreateModule, Module, Ports, Practice, Running } from './contract.ts';
import { openDatabase, pingDatabase, type Database } from './database.ts';
import { createPlainOutbound, missingAccounts, passThroughCache } from './defaults.ts';
import { createInProcessEvents, type InProcessEvents } from './events.ts';
import { createHealth, type Health } from './health.ts';
import { healthRoutes } from './health-routes.ts';
import { closePractices, installPractices, type InstalledPractices } from './install.ts';
import { rolesOf, type Roles } from './roles.ts';
import { createServer, type App } from './server.ts';
import {
  proxiesIn,
  readServiceConfig,
  unreadConfig,
  type ServiceConfig,
} from './service-config.ts';
import { runShutdown } from './shutdown.ts';
import { createInTx } from './tx.ts';

export interface ComposeOptions {
  readonly env: Env;
  readonly practices: readonly Practice[];
  readonly modules: readonly CreateModule[];
  readonly log: FastifyBaseLogger;
  /** Instead of the one that the environment names. Closed with the service. */
  readonly database?: Database;
}

/** A service, composed and not yet listening. */
export interface Service {
  readonly config: ServiceConfig;
  readonly app: App;
  readonly ports: Ports;
  readonly database: Database;
  readonly modules: readonly Module[];
  readonly health: Health;
  /** Starts what the process' role runs, and listens. */
  start(): Promise<{ readonly url: string }>;
  /** Finishes what is under way and closes everything, in order. A second call waits for the first. */
  stop(): Promise<void>;
}

interface Parts {
  readonly config: ServiceConfig;
  readonly log: FastifyBaseLogger;
  readonly database: Database;
  readonly events: InProcessEvents;
  readonly ports: Ports;
  readonly installed: InstalledPractices;
  readonly modules: readonly Module[];
}

/** What this process does, and who tells it who calls. */
interface Duty {
  readonly roles: Roles;
  readonly authenticators: readonly Authenticator[];
}

/**
 * The composition root: configuration, default ports, practices by phase, modules, server. Opens no
 * port.
 * @throws ConfigError with everything that the environment lacks; nothing stays open then
 */
export async function compose(options: ComposeOptions): Promise<Service> {
  const { log } = options;
  const problems = new Set<string>();
  const read = await collecting(problems, () => readServiceConfig(options.env));
  const config = read ?? unreadConfig(options.env);
  const env = { ...options.env, NODE_ENV: config.NODE_ENV };
  const database = options.database ?? (await openDatabase(config, log));
  const modules: Module[] = [];
  const consumers = () => modules.flatMap((module) => module.consumers ?? []);
  const { ports, events } = defaultPorts(config, database, consumers, log);
  let installed: InstalledPractices | undefined;
  try {
    const context = { ports, env, log, consumers };
    installed = await collecting(problems, () => installPractices(options.practices, context));
    for (const create of options.modules) {
      const module = await collecting(problems, () => create({ ports, env, log }));
      if (module === undefined) continue;
      modules.push(module);
      Object.assign(ports, module.ports);
    }
    const served = read && installed;
    const duty = served && (await collecting(problems, () => dutyOf(config, served)));
    if (problems.size > 0 || !installed || !duty) throw new ConfigError([...problems]);
    return await assemble({ config, log, database, events, ports, installed, modules }, duty);
  } catch (error) {
    await closePractices(installed ?? new Map(), log);
    await database.close();
    throw error;
  }
}

function defaultPorts(
  config: ServiceConfig,
  { db }: Database,
  consumers: Parameters<typeof createInProcessEvents>[0]['consumers'],
  log: FastifyBaseLogger,
): Pick<Parts, 'ports' | 'events'> {
  const events = createInProcessEvents({ inTx: (work) => ports.inTx(work), consumers, log });
  const outbound = createPlainOutbound({ default: config.OUTBOUND_TIMEOUT_MS });
  const ports: Ports = {
    db,
    inTx: createInTx(db, log),
    events,
    cache: passThroughCache,
    outbound,
    accounts: missingAccounts,
  };
  return { ports, events };
}

/** @throws ConfigError when there is no such role, or it would serve whoever calls */
function dutyOf(config: ServiceConfig, installed: InstalledPractices): Duty {
  const roles = rolesOf(config.ROLE, installed);
  const authenticators = [...installed.values()].flatMap((part) => part.authenticators ?? []);
  if (roles.api) requireAuthenticator(config, authenticators);
  return { roles, authenticators };
}

async function assemble(parts: Parts, { roles, authenticators }: Duty): Promise<Service> {
  const { config, log, database, ports, installed, modules } = parts;
  const brought = [...installed.values()];

  const database_ = { name: 'database', critical: true, run: () => pingDatabase(database.db) };
  const checks = [database_, ...brought.flatMap((part) => part.checks ?? [])];
  const health = createHealth({ checks, log });
  const app = await createServer({
    title: config.SERVICE_NAME,
    log,
    authenticators,
    trustProxy: proxiesIn(config.TRUST_PROXY),
    draining: () => health.draining,
  });
  healthRoutes(app, health);
  if (roles.api) await addRoutes(app, [...brought, ...modules]);
  await app.ready();
  const base = { config, app, ports, database, modules, health };
  return { ...base, ...lifecycle(parts, base, roles) };
}

function requireAuthenticator(
  config: ServiceConfig,
  authenticators: readonly Authenticator[],
): void {
  if (authenticators.length > 0 || config.NODE_ENV !== 'production' || config.AUTH === 'none') {
    return;
  }
  throw new ConfigError([
    'AUTH is not set and nothing here authenticates callers: set AUTH=none if a gateway does',
  ]);
}

/** Each part has a scope of its own: a hook that it adds stays with its own routes. */
async function addRoutes(app: App, parts: readonly { routes?(app: App): void }[]): Promise<void> {
  for (const part of parts) {
    await app.register((scope, _options, done) => {
      part.routes?.(scope);
      done();
    });
  }
}

function lifecycle(
  { config, log, database, events, ports, installed, modules }: Parts,
  { app, health }: Pick<Service, 'app' | 'health'>,
  roles: Roles,
): Pick<Service, 'start' | 'stop'> {
  const running: Running[] = [];
  const unfinished = modules.flatMap(({ unfinished: find }) => find ?? []);
  const start = async () => {
    if (ports.events === events && roles.api) running.push(events.startSweep(unfinished));
    for (const run of roles.starters.values()) running.push(await run());
    return { url: await app.listen({ host: config.HOST, port: config.PORT }) };
  };
  const stop = async () => {
    health.drain();
    if (app.server.listening) await sleep(config.SHUTDOWN_DELAY_MS);
    const steps = [
      {
        name: 'requests',
        share: 0.5,
        run: () => app.close(),
        force: () => {
          app.server.closeAllConnections();
        },
      },
      { name: 'roles', share: 0.2, run: () => Promise.all(running.map((one) => one.stop())) },
      { name: 'events', share: 0.1, run: () => events.drain() },
      { name: 'practices', share: 0.1, run: () => closePractices(installed, log) },
      { name: 'database', share: 0.1, run: () => database.close() },
    ];
    await runShutdown(steps, config.SHUTDOWN_TIMEOUT_MS, log);
  };
  let stopped: Promise<void> | undefined;
  return { start, stop: () => (stopped ??= stop()) };
}
