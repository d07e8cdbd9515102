import type { ColumnType, Generated, Kysely } from 'kysely';
import type { NoTables } from '../../core/contract.ts';

/** Written as JSON text, because a driver would take a top-level array for one of PostgreSQL's. */
type Json = ColumnType<unknown, string, never>;
type Moment = ColumnType<Date, Date | undefined, Date>;

/** The tables that the practice owns. */
export type QueueTables = {
  outbox: {
    event_id: string;
    type: string;
    data: Json;
    created_at: Moment;
    relay_at: Moment;
    relays: Generated<number>;
  };
  inbox: {
    event_id: string;
    consumer: string;
    handled_at: Moment;
  };
  dead_letters: {
    event_id: string;
    consumer: string;
    type: string;
    data: Json;
    reason: string;
    attempts: number;
    died_at: Moment;
  };
};

/** The service's database, or one of its transactions, seen with the practice's tables. */
export type QueueDb = Kysely<QueueTables>;

/** @param db - `ports.db` or `tx.db` */
export const queueDb = (db: Kysely<NoTables>): QueueDb => db.withTables<QueueTables>();
