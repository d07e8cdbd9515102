import { type Kysely, sql } from 'kysely';

/**
 * What was published and may not be delivered yet, what each consumer has handled, and what it gave
 * up on. The broker only carries: with these three tables it can be lost and nothing is.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('event_id', 'text', (column) => column.primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('data', 'jsonb', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    // When a relay may hand it to the broker, and again when nobody has settled it by then.
    .addColumn('relay_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('relays', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('outbox_relay_at').on('outbox').column('relay_at').execute();

  await db.schema
    .createTable('inbox')
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('consumer', 'text', (column) => column.notNull())
    .addColumn('handled_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('inbox_pkey', ['event_id', 'consumer'])
    .execute();
  await db.schema.createIndex('inbox_handled_at').on('inbox').column('handled_at').execute();

  await db.schema
    .createTable('dead_letters')
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('consumer', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('data', 'jsonb', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    // Milliseconds, as JavaScript has them: a finer value would be later than itself, once read.
    .addColumn('died_at', sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('dead_letters_pkey', ['event_id', 'consumer'])
    .execute();
  await db.schema
    .createIndex('dead_letters_died_at')
    .on('dead_letters')
    .column('died_at')
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['dead_letters', 'inbox', 'outbox']) {
    await db.schema.dropTable(table).execute();
  }
}
