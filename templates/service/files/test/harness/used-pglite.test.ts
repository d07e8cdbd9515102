import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PGlite } from '@electric-sql/pglite';
import { startPglite } from '../../src/core/database-pglite.ts';
import { cleaned, marked } from './used-pglite.ts';

let pglite: PGlite;
beforeAll(async () => {
  pglite = await startPglite();
  await pglite.exec(`create table empty_table (n int); create table filled (n int);
    insert into filled values (1)`);
});
afterAll(() => pglite.close());

it('is as new after rows, settings and what was left open', async () => {
  const instance = await marked(pglite);
  await pglite.exec('insert into empty_table values (1); create temp table gone (n int)');
  await pglite.exec("set statement_timeout = '9s'; begin; insert into empty_table values (2)");
  expect(await cleaned(instance)).toBe(true);
  const { rows } = await pglite.query(`select (select count(*)::int from empty_table) as none,
    (select n from filled) as one, current_setting('statement_timeout') as wait`);
  expect(rows).toEqual([{ none: 0, one: 1, wait: '0' }]);
});

it.each([
  'create table other (n int)',
  'alter table empty_table add column m int',
  'alter table empty_table alter column n set default 1',
  'alter table empty_table add check (n > 0)',
  'create index on empty_table (n)',
  'create function one() returns int return 1',
  'create or replace function one() returns int return 2',
  'drop table empty_table; create table empty_table (n int)',
  'update filled set n = 2',
  'delete from filled',
])('is of no more use after: %s', async (change) => {
  const instance = await marked(pglite);
  await pglite.exec(change);
  expect(await cleaned(instance)).toBe(false);
});
