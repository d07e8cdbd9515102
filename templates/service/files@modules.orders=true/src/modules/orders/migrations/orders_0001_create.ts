import { type Kysely, sql } from 'kysely';

/**
 * Orders, their items, and the idempotency keys under which they were placed. A module's tables
 * refer to no other module's: an item keeps the name and the price at which it was sold.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createOrders(db);
  await createItems(db);
  await createKeys(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['order_keys', 'order_items', 'orders']) {
    await db.schema.dropTable(table).execute();
  }
}

async function createOrders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('orders')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('customer_id', 'text')
    .addColumn('status', 'text', (column) => column.notNull().defaultTo('pending'))
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('total', 'bigint', (column) => column.notNull())
    // Milliseconds, as JavaScript has them: a cursor made from a finer value would skip rows.
    .addColumn('created_at', sql`timestamptz(3)`, (column) =>
      column.notNull().defaultTo(sql`now()`),
    )
    .addCheckConstraint('orders_status_check', sql`status in ('pending', 'paid', 'declined')`)
    .addCheckConstraint('orders_currency_check', sql`currency ~ '^[A-Z]{3}$'`)
    .addCheckConstraint('orders_total_check', sql`total between 0 and 9007199254740991`)
    .execute();
  await db.schema
    .createIndex('orders_created_at_id')
    .on('orders')
    .columns(['created_at', 'id'])
    .execute();
  await db.schema
    .createIndex('orders_customer_id_created_at_id')
    .on('orders')
    .columns(['customer_id', 'created_at', 'id'])
    .execute();
  // What a sweep looks for: a handful of rows among millions.
  await sql`create index orders_pending on orders (created_at, id) where status = 'pending'`.execute(
    db,
  );
}

async function createItems(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('order_items')
    .addColumn('order_id', 'uuid', (column) =>
      column.notNull().references('orders.id').onDelete('cascade'),
    )
    .addColumn('product_id', 'uuid', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('price', 'integer', (column) => column.notNull())
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('order_items_pkey', ['order_id', 'product_id'])
    .addCheckConstraint('order_items_price_check', sql`price >= 0`)
    .addCheckConstraint('order_items_quantity_check', sql`quantity > 0`)
    .execute();
}

async function createKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('order_keys')
    .addColumn('caller', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('order_id', 'uuid', (column) => column.notNull())
    .addPrimaryKeyConstraint('order_keys_pkey', ['caller', 'key'])
    // Deferred: the key is claimed before the order that it will lead to is written.
    .addForeignKeyConstraint(
      'order_keys_order_id_fkey',
      ['order_id'],
      'orders',
      ['id'],
      (constraint) => constraint.onDelete('cascade').deferrable().initiallyDeferred(),
    )
    .addCheckConstraint('order_keys_key_check', sql`char_length(key) between 1 and 255`)
    .execute();
  // Without it, deleting an order would read the whole table of keys.
  await db.schema.createIndex('order_keys_order_id').on('order_keys').column('order_id').execute();
}
