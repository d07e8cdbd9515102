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
  | { readonly kind: 'show'; readonly report: EventReport }
  | { readonly kind: 'retry' | 'discard'; readonly changed: number }
  | { readonly kind: 'migrate'; readonly broker: Broker['kind'] };

/** What a command names is not there. */
export class NothingFound extends Error {
  override readonly name = 'NothingFound';
}

/**
 * Does what a command asks for. All but `migrate` work while the broker is down.
 * @throws NothingFound when it names an event or a consumer that there is nothing of
 */
export async function runCommand(desk: Desk, command: Command): Promise<Answer> {
  switch (command.kind) {
    case 'list': {
      const { consumer, limit } = command;
      const lines = await listLines(desk, consumer);
      const letters = await listDeadLetters(desk.db, { consumer }, limit);
      if (letters.length === 0) requireConsumer(desk, consumer);
      return { kind: 'list', lines, letters };
    }
    case 'show':
      return { kind: 'show', report: await reportOf(desk, command.eventId) };
    case 'retry':
      return {
        kind: 'retry',
        changed: await changeLetters(desk, command.filter, reviveDeadLetters),
      };
    case 'discard':
      return {
        kind: 'discard',
        changed: await changeLetters(desk, command.filter, discardDeadLetters),
      };
    case 'migrate':
      await desk.broker.prepare();
      return { kind: 'migrate', broker: desk.broker.kind };
  }
}

async function reportOf({ db, consumers }: Desk, eventId: string): Promise<EventReport> {
  const report = await reportEvent(db, eventId, consumers);
  if (report !== undefined) return report;
  throw new NothingFound(
    `No event "${eventId}" is open or dead: never published, or handled by every consumer.`,
  );
}

type Change = (db: QueueDb, letters: readonly DeadLetter[]) => Promise<void>;

async function changeLetters(
  desk: Desk,
  filter: DeadLetterFilter,
  change: Change,
): Promise<number> {
  const changed = await forEachLetter(desk, filter, change);
  if (changed > 0) return changed;
  requireConsumer(desk, filter.consumer);
  // Of all letters there may be none; of an event that somebody names there should be.
  if (filter.eventId === undefined) return changed;
  const whose = filter.consumer === undefined ? '' : ` of the consumer "${filter.consumer}"`;
  throw new NothingFound(`No dead letter${whose} is of the event "${filter.eventId}".`);
}

/** One that has left may have letters still: only where there are none is its name a mistake. */
function requireConsumer({ consumers }: Desk, consumer: string | undefined): void {
  const names = consumers.map(({ name }) => name);
  if (consumer === undefined || names.includes(consumer)) return;
  throw new NothingFound(`Expected a consumer (${names.join(', ')}), found "${consumer}".`);
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
  change: Change,
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
