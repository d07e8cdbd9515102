import { join } from 'node:path';
import { ConfigError } from '../../core/config.ts';
import { loadMigrations } from '../../core/migrate.ts';
import { outliveReader } from '../../core/outlive-reader.ts';
import { down, NotReversible, up } from './apply.ts';
import { backfill, BackfillStopped } from './backfill.ts';
import { boundStatements } from './bounds.ts';
import { type Command, parseCommand, usage, UsageError } from './command.ts';
import { readLedger } from './ledger.ts';
import { loadBackfill, UnknownBackfill } from './load-backfill.ts';
import { MigratorBusy, withMigratorLock } from './lock.ts';
import { scaffold, UnknownOwner } from './scaffold.ts';
import { withSession } from './session.ts';
import { readMigrationSettings } from './settings.ts';
import { describeStatus } from './status.ts';

/** Errors that say all there is to know: a stack would only hide it. */
const plain = [
  BackfillStopped,
  ConfigError,
  UsageError,
  MigratorBusy,
  NotReversible,
  UnknownOwner,
  UnknownBackfill,
] as const;

const source = join(import.meta.dirname, '..', '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

outliveReader();
try {
  await run(parseCommand(process.argv.slice(2)));
} catch (error) {
  const known = plain.some((kind) => error instanceof kind);
  process.stderr.write(`${known && error instanceof Error ? error.message : describe(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`);
  process.exitCode = 1;
}

async function run(command: Command): Promise<void> {
  if (command.kind === 'new') {
    say(await scaffold(source, command.owner, command.name));
    return;
  }
  const settings = readMigrationSettings(process.env);
  const files = await loadMigrations(source);
  await withSession(settings, async (session) => {
    if (command.kind === 'status') {
      describeStatus(await readLedger(session, files)).forEach(say);
    } else if (command.kind === 'backfill') {
      const fill = await loadBackfill(source, command.name);
      await boundStatements(session, settings.timeouts.lockMs, settings.timeouts.statementMs);
      const signal = stopSignal();
      await backfill(session, { name: command.name, fill, ...settings.backfill, signal, say });
    } else {
      await withMigratorLock(session, settings.timeouts, say, () =>
        command.kind === 'up' ? up(session, files, say) : down(session, files, command.steps, say),
      );
    }
  });
}

/** A backfill ends after its batch. A migration needs no such care: its transaction rolls back. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT']) process.once(name, () => stop.abort());
  return stop.signal;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
