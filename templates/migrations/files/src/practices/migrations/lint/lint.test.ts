import { type Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { NoTables } from '../../../core/contract.ts';
import { loadMigrations, type MigrationFile } from '../../../core/migrate.ts';
import { defaultTimeouts } from '../settings.ts';
import { lintMigrations } from './lint.ts';
import { squawk } from './squawk.ts';

function migration(
  up: (db: Kysely<NoTables>) => Promise<unknown>,
  exports: Readonly<Record<string, unknown>> = {},
): MigrationFile {
  return {
    name: 'orders_0002_change',
    after: [],
    exports,
    async up(db: Kysely<NoTables>) {
      await up(db);
    },
  };
}

async function rulesBrokenBy(file: MigrationFile): Promise<readonly string[]> {
  const problems = await lintMigrations([file], defaultTimeouts);
  return problems.map((problem) => problem.rule);
}

const risky: readonly (readonly [string, string, (db: Kysely<NoTables>) => Promise<unknown>])[] = [
  [
    'a required column without a default',
    'adding-required-field',
    (db) =>
      db.schema
        .alterTable('orders')
        .addColumn('note', 'text', (c) => c.notNull())
        .execute(),
  ],
  [
    'an index that stops writes',
    'require-concurrent-index-creation',
    (db) => db.schema.createIndex('orders_note').on('orders').column('note').execute(),
  ],
  [
    'a concurrent index inside a transaction',
    'ban-concurrent-index-creation-in-transaction',
    (db) => sql`create index concurrently if not exists i on orders (note)`.execute(db),
  ],
  [
    'a dropped column',
    'ban-drop-column',
    (db) => db.schema.alterTable('orders').dropColumn('note').execute(),
  ],
  ['a dropped table', 'ban-drop-table', (db) => db.schema.dropTable('orders').execute()],
  [
    'a changed type',
    'changing-column-type',
    (db) => sql`alter table orders alter column total type numeric`.execute(db),
  ],
  [
    'a column made required by a scan under lock',
    'adding-not-nullable-field',
    (db) =>
      db.schema
        .alterTable('orders')
        .alterColumn('note', (c) => c.setNotNull())
        .execute(),
  ],
  [
    'a check that scans the table under lock',
    'constraint-missing-not-valid',
    (db) => sql`alter table orders add constraint c check (total > 0)`.execute(db),
  ],
  [
    'a renamed column',
    'renaming-column',
    (db) => db.schema.alterTable('orders').renameColumn('note', 'remark').execute(),
  ],
  [
    'a mistake in SQL',
    'syntax-error',
    (db) => sql`alter tabel orders add column note text`.execute(db),
  ],
];

describe('the lint of migrations', () => {
  it('finds nothing risky in the migrations of this service', async () => {
    expect(await lintMigrations(await loadMigrations(), defaultTimeouts)).toEqual([]);
  });

  it.each(risky)('reports %s', async (_, rule, up) => {
    expect(await rulesBrokenBy(migration(up))).toContain(rule);
  });

  it('lets pass what is safe: an optional column, an index on a table made just before', async () => {
    const safe = migration(async (db) => {
      await db.schema.alterTable('orders').addColumn('note', 'text').execute();
      await db.schema.createTable('notes').addColumn('id', 'uuid').execute();
      await db.schema.createIndex('notes_id').on('notes').column('id').execute();
    });
    expect(await rulesBrokenBy(safe)).toEqual([]);
  });

  it('lets a concurrent index pass outside a transaction', async () => {
    const index = migration(
      (db) => sql`create index concurrently if not exists i on orders (note)`.execute(db),
      { transaction: false },
    );
    expect(await rulesBrokenBy(index)).toEqual([]);
  });

  it('lets a risk pass that the file accepts with a reason, and no other', async () => {
    const file = migration(
      async (db) => {
        await db.schema.alterTable('orders').dropColumn('note').execute();
        await db.schema.alterTable('orders').renameColumn('a', 'b').execute();
      },
      { accepted: { 'ban-drop-column': 'nothing has read it since release 12' } },
    );
    expect(await rulesBrokenBy(file)).toEqual(['renaming-column']);
  });

  it('reports an acceptance that is no longer needed', async () => {
    const file = migration(
      (db) => db.schema.alterTable('orders').addColumn('a', 'text').execute(),
      {
        accepted: { 'ban-drop-column': 'once upon a time' },
      },
    );
    const [problem] = await lintMigrations([file], defaultTimeouts);
    expect(problem?.text).toContain('take it out');
  });

  it('demands that a lock is waited for in bounded time', async () => {
    const findings = await squawk('alter table orders add column note text;', true);
    expect(findings.map((finding) => finding.rule_name)).toContain('require-lock-timeout');
  });
});
