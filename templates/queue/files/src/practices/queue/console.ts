import type { Consumer, InTx } from '../../core/contract.ts';
import type { Broker, JobCounts } from './broker.ts';
import type { Command } from './command.ts';
import {
  type DeadLetter,
  type DeadLetterFilter,
  discardDeadLetters,
  listDeadLetters,
  reviveDeadLetters,
} from './dead-letters.ts';
import { type Backlog, type EventReport, backlogs, reportEvent } from './overview.ts';
import { type QueueDb, queueDb } from './tables.ts';

const batch = 500;

/** What the commands work on. */
export interface Desk {
  readonly db: QueueDb;
  readonly inTx: InTx;
  readonly broker: Broker;
  readonly consumers: readonly Consumer[];
}

/** A consumer's backlog, with what the broker holds of it; `null` when the broker cannot say. */
export type Line = Backlog & { readonly broker: JobCounts | null };

export type Answer =
  | {
      readonly kind: 'list';
      readonly lines: readonly Line[];
      readonly letters: readonly DeadLetter[];
    }
  | { readonly kind: 'show'; readonly report: EventReport | undefined }
  | { readonly kind: 'retry' | 'discard'; readonly changed: number }
  | { readonly kind: 'migrate'; readonly broker: Broker['kind'] };

/** Does what a command asks for. All but `migrate` work while the broker is down. */
export async function runCommand(desk: Desk, command: Command): Promise<Answer> {
  switch (command.kind) {
    case 'list': {
      const { consumer, limit } = command;
      return {
        kind: 'list',
        lines: await listLines(desk, consumer),
        letters: await listDeadLetters(desk.db, { consumer }, limit),
      };
    }
    case 'show':
      return { kind: 'show', report: await reportEvent(desk.db, command.eventId, desk.consumers) };
    case 'retry':
      return {
        kind: 'retry',
        changed: await forEachLetter(desk, command.filter, reviveDeadLetters),
      };
    case 'discard':
      return {
        kind: 'discard',
        changed: await forEachLetter(desk, command.filter, discardDeadLetters),
      };
    case 'migrate':
      await desk.broker.prepare();
      return { kind: 'migrate', broker: desk.broker.kind };
  }
}

async function listLines(
  { db, broker, consumers }: Desk,
  consumer: string | undefined,
): Promise<readonly Line[]> {
  const chosen = consumers.filter(({ name }) => consumer === undefined || name === consumer);
  const waiting = await backlogs(db, chosen);
  return Promise.all(
    waiting.map(async (backlog) => ({ ...backlog, broker: await countOrNull(broker, backlog) })),
  );
}

async function countOrNull(broker: Broker, { consumer }: Backlog): Promise<JobCounts | null> {
  // The embedded one lives in the process that works, and knows nothing here.
  if (broker.kind === 'embedded') return null;
  try {
    return await broker.count(consumer);
  } catch {
    return null;
  }
}

/**
 * In batches, each in a transaction of its own: each takes its letters away, so the next finds others.
 * What dies meanwhile is left alone, or a letter that dies at once would go round for ever.
 */
async function forEachLetter(
  { db, inTx }: Desk,
  filter: DeadLetterFilter,
  change: (db: QueueDb, letters: readonly DeadLetter[]) => Promise<void>,
): Promise<number> {
  let changed = 0;
  const [latest] = await listDeadLetters(db, filter, 1);
  for (;;) {
    const letters = await listDeadLetters(db, { ...filter, until: latest?.diedAt }, batch);
    if (letters.length === 0) return changed;
    await inTx((tx) => change(queueDb(tx.db), letters));
    changed += letters.length;
  }
}
