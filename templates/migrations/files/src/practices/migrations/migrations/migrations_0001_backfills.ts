import { type Kysely, sql } from 'kysely';

/** How far each backfill got, so that it goes on where it stopped. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('backfills')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('cursor', 'text')
    .addColumn('rows', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'timestamptz')
    .addCheckConstraint('backfills_rows_check', sql`rows >= 0`)
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('backfills').execute();
}
