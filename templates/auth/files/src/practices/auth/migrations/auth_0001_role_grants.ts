import { type Kysely, sql } from 'kysely';

/** Roles given to accounts. An account is an id and no foreign key: owners migrate independently. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('role_grants')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('granted_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('role_grants_pkey', ['account', 'role'])
    .addCheckConstraint('role_grants_role_check', sql`role ~ '^[a-z][a-z0-9-]{0,31}$'`)
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('role_grants').execute();
}
