import type { Kysely } from 'kysely';
import type { NoTables } from '../../core/contract.ts';
import type { MigrationFile } from '../../core/migrate.ts';
import { createLedger, readLedger, recordApplied, recordTakenBack } from './ledger.ts';
import { persist } from './lock-timeout.ts';
import { asItRuns, runsInTransaction } from './transaction.ts';

type Say = (line: string) => void;
type Reversible = MigrationFile & Required<Pick<MigrationFile, 'down'>>;

/** A migration cannot be taken back. */
export class NotReversible extends Error {
  override readonly name = 'NotReversible';
}

/**
 * Applies every pending migration, each in its own transaction: locks are held for one migration,
 * and what succeeded before a failing one stays.
 *
 * @param files - as `loadMigrations` returns them
 * @param say - is told each step
 * @throws the failing migration's error.
 */
export async function up(
  session: Kysely<NoTables>,
  files: readonly MigrationFile[],
  say: Say,
): Promise<void> {
  await createLedger(session);
  const entries = await readLedger(session, files);
  const pending = entries.filter((entry) => entry.executedAt === undefined);
  let latest = entries.findLast((entry) => entry.executedAt !== undefined)?.executedAt;
  for (const { file } of pending) {
    if (file === undefined) continue;
    await attempt(file, say, () =>
      asItRuns(file, session, async (db) => {
        await file.up(db);
        latest = await recordApplied(db, file.name, latest);
      }),
    );
    say(`applied ${file.name}`);
  }
  if (pending.length === 0) say('nothing to apply');
}

/**
 * Takes back the last `steps` migrations, the latest first.
 *
 * @throws NotReversible when one has no `down`, or when this release does not have its file; those
 * that were taken back before it stay so.
 */
export async function down(
  session: Kysely<NoTables>,
  files: readonly MigrationFile[],
  steps: number,
  say: Say,
): Promise<void> {
  const entries = await readLedger(session, files);
  const applied = entries.filter((entry) => entry.executedAt !== undefined);
  for (const { name, file } of applied.toReversed().slice(0, steps)) {
    const reverse = reversal(name, file);
    await attempt(reverse, say, () =>
      asItRuns(reverse, session, async (db) => {
        await reverse.down(db);
        await recordTakenBack(db, name);
      }),
    );
    say(`took back ${name}`);
  }
  if (applied.length === 0) say('nothing to take back');
}

function reversal(name: string, file: MigrationFile | undefined): Reversible {
  if (file === undefined) {
    throw new NotReversible(
      `${name} was applied by another release: its file is not here. Run "down" with that release.`,
    );
  }
  if (!canGoDown(file)) {
    throw new NotReversible(`${name} has no "down". Write a migration that goes forward.`);
  }
  return file;
}

function canGoDown(file: MigrationFile): file is Reversible {
  return file.down !== undefined;
}

/** A migration outside a transaction may have done a part of it: that one is not begun again. */
function attempt(file: MigrationFile, say: Say, step: () => Promise<void>): Promise<void> {
  return runsInTransaction(file) ? persist(file.name, say, step) : step();
}
