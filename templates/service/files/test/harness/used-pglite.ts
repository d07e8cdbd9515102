import type { PGlite } from '@electric-sql/pglite';

/** An instance, and what it was like when it was new. */
export interface Marked {
  readonly pglite: PGlite;
  readonly mark: string;
  /** Tables that a migration has filled. */
  readonly filled: readonly string[];
}

const ownTables = `select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema') order by 1`;

/** Of each kind of definition how many there are, and the last transaction that made or changed one. */
const definitions = [
  'pg_class',
  'pg_attribute',
  'pg_attrdef',
  'pg_constraint',
  'pg_trigger',
  'pg_proc',
  'pg_type',
]
  .map(
    (name) =>
      `select concat_ws(' ', '${name}', count(*), max(xmin::text::int8)) as said from ${name}`,
  )
  .join(' union all ');

/** Takes note of a new instance. */
export async function marked(pglite: PGlite): Promise<Marked> {
  const filled: string[] = [];
  for (const name of await tablesOf(pglite)) {
    if ((await valuesOf(pglite, `select 1 as name from ${name} limit 1`)).length > 0)
      filled.push(name);
  }
  return { pglite, filled, mark: await markOf(pglite, filled) };
}

/**
 * Makes a used instance as new: no rows but those of the migrations, no settings, nothing held.
 * @returns false when a test has changed more than rows, and the instance is of no more use
 */
export async function cleaned({ pglite, mark, filled }: Marked): Promise<boolean> {
  try {
    await pglite.exec('rollback');
    await pglite.exec('discard all');
    if ((await markOf(pglite, filled)) !== mark) return false;
    const emptied = (await tablesOf(pglite)).filter((name) => !filled.includes(name));
    await pglite.exec(
      [
        'set session_replication_role = replica',
        ...emptied.map((name) => `delete from ${name}`),
        'set session_replication_role = default',
        'select setval(seqrelid, seqstart, false) from pg_sequence',
      ].join(';'),
    );
    return true;
  } catch {
    return false;
  }
}

const tablesOf = (pglite: PGlite): Promise<readonly string[]> => valuesOf(pglite, ownTables);

async function markOf(pglite: PGlite, filled: readonly string[]): Promise<string> {
  const rows = filled.map((name) => `select '${name}' || t::text as said from ${name} t`);
  const said = [definitions, ...rows].join(' union all ');
  const [mark = ''] = await valuesOf(
    pglite,
    `select md5(string_agg(said, ',' order by said)) as name from (${said}) all_of_it`,
  );
  return mark;
}

async function valuesOf(pglite: PGlite, query: string): Promise<readonly string[]> {
  const { rows } = await pglite.query<{ name: string }>(query);
  return rows.map(({ name }) => name);
}
