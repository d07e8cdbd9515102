import { type Kysely, sql } from 'kysely';

/** What is for sale, at which price (in the currency's minor unit), and how many are left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('products')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('price', 'integer', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('stock', 'integer', (column) => column.notNull())
    // Milliseconds, as JavaScript has them: a cursor made from a finer value would skip rows.
    .addColumn('created_at', sql`timestamptz(3)`, (column) =>
      column.notNull().defaultTo(sql`now()`),
    )
    .addCheckConstraint('products_name_check', sql`char_length(name) between 1 and 200`)
    .addCheckConstraint('products_description_check', sql`char_length(description) <= 2000`)
    .addCheckConstraint('products_price_check', sql`price between 0 and 100000000`)
    .addCheckConstraint('products_currency_check', sql`currency ~ '^[A-Z]{3}$'`)
    .addCheckConstraint('products_stock_check', sql`stock >= 0`)
    .execute();
  for (const column of ['created_at', 'name', 'price']) {
    await db.schema
      .createIndex(`products_${column}_id`)
      .on('products')
      .columns([column, 'id'])
      .execute();
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('products').execute();
}
