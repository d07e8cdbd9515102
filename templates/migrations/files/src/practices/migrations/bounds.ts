import { type Kysely, sql } from 'kysely';
import type { NoTables } from '../../core/contract.ts';

/**
 * Bounds what the session's statements wait for, and how long each runs; 0 means no bound.
 *
 * @param lockMs - milliseconds
 * @param statementMs - milliseconds
 */
export async function boundStatements(
  session: Kysely<NoTables>,
  lockMs: number,
  statementMs: number,
): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(lockMs)}, false),
    set_config('statement_timeout', ${String(statementMs)}, false)`.execute(session);
}
