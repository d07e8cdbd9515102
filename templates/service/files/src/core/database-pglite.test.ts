import { expect, it } from 'vitest';
import { openPglite } from './database-pglite.ts';
import { pingDatabase } from './database.ts';

it('says what to do when a transaction waits for itself', async () => {
  const { db, close } = openPglite(100);
  const work = db.transaction().execute(() => pingDatabase(db));
  await expect(work).rejects.toThrow('read through `tx.db`, not `ports.db`');
  await pingDatabase(db);
  await close();
});
