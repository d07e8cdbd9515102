import { compose, type Service } from '../../src/core/compose.ts';
import type { CreateModule, Practice, Principal } from '../../src/core/contract.ts';
import type { App } from '../../src/core/server.ts';
import { createLog } from '../../src/core/log.ts';
import * as everyModule from '../../src/modules.gen.ts';
import * as everyPractice from '../../src/practices.gen.ts';
import type { PracticeFixture } from '../fixture.ts';
import * as fixtures from '../fixtures.gen.ts';
import { checkAgainstDocument } from './openapi-check.ts';
import { migratedDatabase } from './snapshot.ts';
import { testEnv } from './start-service.ts';

export interface BuildOptions {
  /** With a DATABASE_URL the schema is not applied: do it once, by `migrateToLatest`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of those present. */
  readonly practices?: readonly Practice[];
  /** Instead of those present. */
  readonly modules?: readonly CreateModule[];
}

/** A service in this process. */
export interface TestService extends Pick<
  Service,
  'app' | 'database' | 'health' | 'modules' | 'ports'
> {
  readonly app: App;
  /** Headers of a request that `principal` makes; none where nothing authenticates. */
  as(principal: Principal): Promise<Record<string, string>>;
  /** Every log line so far, parsed. */
  readonly lines: readonly Record<string, unknown>[];
  /** Listens on a free port, and starts every role. */
  start(): Promise<{ readonly url: string }>;
  close(): Promise<void>;
}

/**
 * Composes the service on an embedded database that has the schema and no data. Every answer to
 * `app.inject` is checked against the OpenAPI document.
 */
export async function buildService(options: BuildOptions = {}): Promise<TestService> {
  const env = testEnv({
    HOST: '127.0.0.1',
    PORT: '0',
    SHUTDOWN_DELAY_MS: '0',
    ...options.env,
  });
  const lines: Record<string, unknown>[] = [];
  const { log } = createLog({
    level: env['LOG_LEVEL'] ?? 'info',
    service: 'test',
    destination: { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const service = await compose({
    env,
    practices: options.practices ?? Object.values<Practice>(everyPractice),
    modules: options.modules ?? Object.values<CreateModule>(everyModule),
    log,
    ...(env['DATABASE_URL'] === undefined ? { database: migratedDatabase() } : {}),
  });
  const { app, ports, modules, health, database } = service;
  checkAgainstDocument(app);
  return {
    app,
    ports,
    modules,
    health,
    database,
    lines,
    as: async (principal) => {
      for (const fixture of Object.values<PracticeFixture>(fixtures)) {
        if (fixture.credentials !== undefined) return fixture.credentials(service, principal);
      }
      return {};
    },
    start: () => service.start(),
    close: () => service.stop(),
  };
}
