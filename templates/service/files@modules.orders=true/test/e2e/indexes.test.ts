import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NoTables } from '../../src/core/contract.ts';
import { passThroughCache } from '../../src/core/defaults.ts';
import { toListing } from '../../src/core/listing.ts';
import { migrateToLatest } from '../../src/core/migrate.ts';
import { Order } from '../../src/modules/orders/model.ts';
import { createOrderRepository } from '../../src/modules/orders/repository.ts';
import { Product } from '../../src/modules/products/model.ts';
import { createProductRepository } from '../../src/modules/products/repository.ts';
import { User } from '../../src/modules/users/model.ts';
import { createUserRepository } from '../../src/modules/users/repository.ts';
import { describeWith, startPostgres, type PostgresServer } from '../harness.ts';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

let postgres: PostgresServer;
let db: Kysely<NoTables>;
let ran: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];

describeWith('postgres')('at 100,000 rows', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    db = new Kysely<NoTables>({
      dialect: new PostgresDialect({ pool: new Pool({ connectionString: postgres.url, max: 2 }) }),
      log: ({ query }) => {
        ran.push({ sql: query.sql, parameters: query.parameters });
      },
    });
    await migrateToLatest(db);
    await fill();
  }, 120_000);
  afterAll(async () => {
    await db.destroy();
    await postgres.stop();
  });

  const after = (field: string, value: number | string) =>
    Buffer.from(JSON.stringify([field, value, idOf(50_000)])).toString('base64url');
  const middle = '2026-01-01T13:53:20.000Z';
  const products = () => createProductRepository({ db, cache: passThroughCache });
  const users = () => createUserRepository(db);
  const orders = () => createOrderRepository(db);
  const query = <S extends string>(sort: S, cursor?: string) => ({
    limit: 20,
    sort,
    ...(cursor === undefined ? {} : { cursor }),
  });

  it.each([
    ['price', after('price', 500), 'products_price_id'],
    ['-price', after('-price', 500), 'products_price_id'],
    ['name', after('name', 'Product 5'), 'products_name_id'],
    ['-createdAt', after('-createdAt', middle), 'products_created_at_id'],
    ['-createdAt', undefined, 'products_created_at_id'],
  ] as const)('a page of products by %s reads its index only', async (sort, cursor, index) => {
    await expectIndex(index, () => products().list(toListing(Product, query(sort, cursor))));
  });

  it.each([
    ['email', after('email', 'user50000@example.com'), 'users_email_key'],
    ['-createdAt', after('-createdAt', middle), 'users_created_at_id'],
  ] as const)('a page of users by %s reads its index only', async (sort, cursor, index) => {
    await expectIndex(index, () => users().list(toListing(User, query(sort, cursor))));
  });

  it('a page of one customer’s orders, and its items, read their indexes', async () => {
    const listing = toListing(Order, query('-createdAt', after('-createdAt', middle)));
    await expectIndex('orders_customer_id_created_at_id', () => orders().list(listing, 'c7'));
    await expectIndex('order_items_pkey', () => orders().list(listing, 'c7'));
  });

  it('a page of everyone’s orders reads its index', async () => {
    const listing = toListing(Order, query('-createdAt', after('-createdAt', middle)));
    await expectIndex('orders_created_at_id', () => orders().list(listing, undefined));
  });

  it('the sweep for pending orders reads its own small index', async () => {
    await expectIndex('orders_pending', () => orders().pending(1_000, 100));
  });

  it('an order, a product and a user are found by their keys', async () => {
    await expectIndex('orders_pkey', () => orders().find(idOf(1)));
    await expectIndex('products_pkey', () => products().read(idOf(1)));
    await expectIndex('users_pkey', () => users().find(idOf(1)));
  });
});

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Runs `read`, and looks at the plan of each statement that it ran. */
async function expectIndex(index: string, read: () => Promise<unknown>): Promise<void> {
  ran = [];
  await read();
  const statements = ran;
  const nodes: PlanNode[] = [];
  for (const statement of statements) nodes.push(...flatten(await explain(statement)));
  expect(nodes.map((node) => node['Index Name'])).toContain(index);
  expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
  const sorted = nodes
    .filter((node) => node['Node Type'] === 'Sort')
    .map((node) => node.Plans?.[0]);
  expect(sorted.filter((node) => node?.['Relation Name'] !== 'order_items')).toEqual([]);
}

async function explain(statement: (typeof ran)[number]): Promise<PlanNode> {
  const pool = new Pool({ connectionString: postgres.url, max: 1 });
  const { rows } = await pool.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
    `explain (format json) ${statement.sql}`,
    [...statement.parameters],
  );
  await pool.end();
  const [row] = rows;
  if (!row) throw new Error('No plan.');
  return row['QUERY PLAN'][0].Plan;
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];

/** One row a second; a thousand customers; one order in a thousand still pending. */
async function fill(): Promise<void> {
  const id = sql`('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid`;
  const at = sql`'2026-01-01'::timestamptz + n * interval '1 second'`;
  const rows = sql`generate_series(1, 100000) as n`;
  await sql`insert into users (id, email, name, created_at)
    select ${id}, 'user' || n || '@example.com', 'User', ${at} from ${rows}`.execute(db);
  await sql`insert into products (id, name, price, currency, stock, created_at)
    select ${id}, 'Product ' || n, n % 1000, 'EUR', 1, ${at} from ${rows}`.execute(db);
  await sql`insert into orders (id, customer_id, status, currency, total, created_at)
    select ${id}, 'c' || n % 1000, case when n % 1000 = 0 then 'pending' else 'paid' end,
      'EUR', 1, ${at} from ${rows}`.execute(db);
  await sql`insert into order_items (order_id, product_id, name, price, quantity)
    select ${id}, ${id}, 'Product', 1, 1 from ${rows}`.execute(db);
  await sql`analyze`.execute(db);
}
