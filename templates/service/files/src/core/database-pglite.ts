import type { PGlite } from '@electric-sql/pglite';
import {
  Kysely,
  PGliteDialect,
  PGliteDriver,
  PostgresAdapter,
  type DatabaseConnection,
} from 'kysely';
import type { NoTables } from './contract.ts';
import type { Database } from './database.ts';
import { DatabaseUnreachable } from './database-errors.ts';
import { emptyCluster, keepEmptyCluster } from './empty-cluster.ts';

/**
 * Opens PostgreSQL in this process, in memory: what is written is gone when the process ends.
 * @param waitMs - how long a query waits for its turn
 * @param snapshot - a data directory to start from
 */
export function openPglite(waitMs: number, snapshot?: Blob): Database {
  return overPglite(() => startPglite(snapshot), waitMs);
}

/** Starts an instance, empty or from a data directory. */
export async function startPglite(snapshot?: Blob): Promise<PGlite> {
  const { PGlite, types } = await import('@electric-sql/pglite');
  const loadDataDir = snapshot ?? (await emptyCluster());
  const pglite = await PGlite.create({
    parsers: { [types.INT8]: Number },
    ...(loadDataDir === undefined ? {} : { loadDataDir }),
  });
  if (loadDataDir === undefined) await keepEmptyCluster(pglite);
  return pglite;
}

/**
 * Opens an instance of the caller's.
 * @param pglite - asked for at the first query
 */
export function overPglite(pglite: () => Promise<PGlite>, waitMs: number): Database {
  const turns = createTurns(waitMs);
  const dialect = new PGliteDialect({ pglite });
  const db = new Kysely<NoTables>({
    dialect: {
      // Not PGlite's own: with that, Kysely takes turns by itself, and waits for one without end.
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (introspected) => dialect.createIntrospector(introspected),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createDriver: () => new TakingTurns({ pglite }, turns),
    },
  });
  return {
    kind: 'pglite',
    db,
    stats: () => ({ total: 1, idle: turns.waiting() === 0 ? 1 : 0, waiting: turns.waiting() }),
    close: () => db.destroy(),
  };
}

/**
 * PGlite is one session: each holder has it alone, or a query from outside would run inside somebody's
 * open transaction. A wait is bounded, as a pool's is: a transaction that asks for a second connection
 * waits for itself.
 */
class TakingTurns extends PGliteDriver {
  readonly #turns: Turns;

  constructor(config: ConstructorParameters<typeof PGliteDriver>[0], turns: Turns) {
    super(config);
    this.#turns = turns;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take();
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    this.#turns.give();
    return Promise.resolve();
  }
}

interface Turns {
  take(): Promise<void>;
  give(): void;
  waiting(): number;
}

function createTurns(waitMs: number): Turns {
  const queue: (() => void)[] = [];
  let taken = false;
  return {
    waiting: () => queue.length,
    take: () => {
      if (!taken) {
        taken = true;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const turn = () => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(turn), 1);
          reject(new DatabaseUnreachable(`${busyHint} (waited ${String(waitMs)} ms)`));
        }, waitMs);
        queue.push(turn);
      });
    },
    give: () => {
      const next = queue.shift();
      if (next === undefined) taken = false;
      else next();
    },
  };
}

const busyHint =
  'The embedded database is one session, and it is busy. Inside a transaction read through `tx.db`, not `ports.db`';
