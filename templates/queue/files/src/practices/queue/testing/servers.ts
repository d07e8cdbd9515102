import { openDatabase } from '../../../core/database.ts';
import { createLog } from '../../../core/log.ts';
import { migrateToLatest } from '../../../core/migrate.ts';
import { readServiceConfig } from '../../../core/service-config.ts';

/** Undoes what was done to a server. */
export type Undo = () => Promise<void>;

/** Servers of a test's own: a database with the schema applied, and whatever the broker needs. */
export interface QueueServers {
  /** Names them to a service. */
  readonly env: Readonly<Record<string, string>>;
  /** The broker takes no more jobs and gives none, until undone. The service's tables stay. */
  breakBroker(): Promise<Undo>;
  /** The broker answers and takes no more jobs, until undone. */
  refuseJobs(): Promise<Undo>;
  /**
   * No job gets finished at the broker until undone: a consumer's commit goes on, the completion
   * waits, and the one of a worker that is killed meanwhile never happens.
   */
  holdCompletions(): Promise<Undo>;
  /** Kills the service's database, until undone. */
  killDatabase(): Promise<Undo>;
  /** The broker loses every job. */
  loseJobs(): Promise<void>;
  stop(): Promise<void>;
}

/** Applies the schema to a new database. */
export async function applySchema(url: string): Promise<void> {
  const { log } = createLog({ level: 'silent', service: 'test' });
  const config = readServiceConfig({ NODE_ENV: 'test', DATABASE_URL: url });
  const database = await openDatabase(config, log);
  try {
    await migrateToLatest(database.db);
  } finally {
    await database.close();
  }
}
