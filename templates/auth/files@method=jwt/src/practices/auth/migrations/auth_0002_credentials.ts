import { type Kysely, sql } from 'kysely';

/** Passwords, sign-ins and failed attempts. An account is an id and no foreign key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createCredentials(db);
  await createRefreshTokens(db);
  await createLoginAttempts(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['login_attempts', 'refresh_tokens', 'credentials']) {
    await db.schema.dropTable(table).execute();
  }
}

async function createCredentials(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('credentials')
    .addColumn('account', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addCheckConstraint('credentials_email_check', sql`email = lower(email)`)
    .addCheckConstraint('credentials_hash_check', sql`password_hash like '$argon2id$%'`)
    .execute();
}

async function createRefreshTokens(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('refresh_tokens')
    .addColumn('family', 'uuid', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'bytea', (column) => column.notNull())
    .addColumn('signed_in_at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addCheckConstraint('refresh_tokens_hash_check', sql`octet_length(token_hash) = 32`)
    .execute();
  await db.schema
    .createIndex('refresh_tokens_account')
    .on('refresh_tokens')
    .columns(['account', 'signed_in_at'])
    .execute();
}

async function createLoginAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('login_attempts')
    .addColumn('email_hash', 'bytea', (column) => column.primaryKey())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('locked_until', 'timestamptz')
    .addColumn('attempted_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('login_attempts_attempted_at')
    .on('login_attempts')
    .column('attempted_at')
    .execute();
}
