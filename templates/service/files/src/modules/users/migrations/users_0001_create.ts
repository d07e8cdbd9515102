import { type Kysely, sql } from 'kysely';

/** People who may sign in or own things. How they prove who they are belongs to whoever authenticates. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull().defaultTo('customer'))
    // Milliseconds, as JavaScript has them: a cursor made from a finer value would skip rows.
    .addColumn('created_at', sql`timestamptz(3)`, (column) =>
      column.notNull().defaultTo(sql`now()`),
    )
    .addCheckConstraint(
      'users_email_check',
      sql`email = lower(email) and email ~ '^[^@\\s]+@[^@\\s]+$' and char_length(email) <= 254`,
    )
    .addCheckConstraint('users_name_check', sql`char_length(name) between 1 and 200`)
    .addCheckConstraint('users_role_check', sql`role in ('customer', 'admin')`)
    .execute();
  await db.schema
    .createIndex('users_created_at_id')
    .on('users')
    .columns(['created_at', 'id'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('users').execute();
}
