import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { slackMs } from '../../test/harness/patience.ts';
import type { InTx } from './contract.ts';
import type { Database } from './database.ts';
import { openPglite } from './database-pglite.ts';
import { createLog } from './log.ts';
import { createInTx } from './tx.ts';

describe('a transaction', () => {
  let database: Database;
  let inTx: InTx;
  const lines: unknown[] = [];
  beforeAll(async () => {
    const { log } = createLog({
      level: 'info',
      service: 'test',
      destination: { write: (line) => lines.push(JSON.parse(line)) },
    });
    database = openPglite(10_000);
    inTx = createInTx(database.db, log);
    await sql`create table notes (text text not null)`.execute(database.db);
  });
  afterEach(async () => {
    await sql`delete from notes`.execute(database.db);
  });
  afterAll(() => database.close());

  const notes = async () => {
    const { rows } = await sql<{ text: string }>`select text from notes`.execute(database.db);
    return rows.map(({ text }) => text);
  };

  it('commits what resolved and gives its result', async () => {
    const result = await inTx(async ({ db }) => {
      await sql`insert into notes values ('kept')`.execute(db);
      return 7;
    });
    expect(result).toBe(7);
    expect(await notes()).toEqual(['kept']);
  });

  it('rolls back what rejected, and runs none of its tasks', async () => {
    let ran = false;
    const work = inTx(async ({ db, afterCommit }) => {
      afterCommit(() => {
        ran = true;
        return Promise.resolve();
      });
      await sql`insert into notes values ('lost')`.execute(db);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await notes()).toEqual([]);
    expect(ran).toBe(false);
  });

  it('rejects when a statement failed, even if the caller swallowed that', async () => {
    const work = inTx(async ({ db }) => {
      await sql`insert into notes values ('lost')`.execute(db);
      await sql`select 1 / 0`.execute(db).catch(() => undefined);
    });
    await expect(work).rejects.toThrow();
    expect(await notes()).toEqual([]);
  });

  it('runs its tasks once the data is there, before it resolves', async () => {
    const seen: string[][] = [];
    await inTx(async ({ db, afterCommit }) => {
      afterCommit(async () => {
        seen.push(await notes());
      });
      await sql`insert into notes values ('kept')`.execute(db);
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([['kept']]);
  });

  it('runs the tasks of the attempt that committed, and of none that was rolled back', async () => {
    const ran: number[] = [];
    let attempts = 0;
    await inTx(async ({ db, afterCommit }) => {
      const attempt = (attempts += 1);
      afterCommit(() => Promise.resolve(void ran.push(attempt)));
      // What the server raises for a serialization failure.
      if (attempt === 1) {
        await sql`do $$ begin raise exception using errcode = '40001'; end $$`.execute(db);
      }
    });
    expect(ran).toEqual([2]);
  });

  it('stands when a task fails: that is logged, and the other tasks run', async () => {
    let ran = false;
    await inTx(({ afterCommit }) => {
      afterCommit(() => Promise.reject(new Error('cache is gone')));
      afterCommit(() => {
        ran = true;
        return Promise.resolve();
      });
      return Promise.resolve();
    });
    expect(ran).toBe(true);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        msg: expect.stringContaining('after commit') as string,
      }),
    );
  });

  it('does not wait for a task that never ends', async () => {
    const begun = performance.now();
    await inTx(({ afterCommit }) => {
      afterCommit(() => new Promise(() => undefined));
      return Promise.resolve();
    });
    expect(performance.now() - begun).toBeLessThan(slackMs);
  });

  it('keeps a query from outside out of it, also in the embedded database', async () => {
    let outside: Promise<string[]> | undefined;
    const work = inTx(async ({ db }) => {
      await sql`insert into notes values ('lost')`.execute(db);
      outside = notes();
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await outside).toEqual([]);
  });
});
