import { parseArgs } from 'node:util';
import type { DeadLetterFilter } from './dead-letters.ts';

export const usage = `Usage: queue COMMAND, with npm: npm run queue -- COMMAND

  list [--consumer NAME] [--limit N]    what waits for each consumer, and the latest dead letters
  show EVENT                            an event, and how far each consumer got with it
  retry EVENT [CONSUMER]                another round of attempts for its dead letters
  retry --all [--consumer NAME]         the same for all of them
  discard EVENT [CONSUMER]              give its dead letters up for good
  migrate                               prepare the broker (PostgreSQL: BullMQ's own schema)

  --json                                print JSON`;

/** The command line made no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the command line asks for. */
export type Command = { readonly json: boolean } & (
  | { readonly kind: 'list'; readonly consumer: string | undefined; readonly limit: number }
  | { readonly kind: 'show'; readonly eventId: string }
  | { readonly kind: 'retry' | 'discard'; readonly filter: DeadLetterFilter }
  | { readonly kind: 'migrate' }
);

const defaultLimit = 20;

/** @throws UsageError that says what was expected */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [kind, eventId, consumer, ...surplus] = positionals;
  if (surplus.length > 0) throw new UsageError(`Surplus argument "${surplus.join(' ')}".`);
  const json = values.json;
  if (kind === 'list') {
    return { kind, json, consumer: values.consumer, limit: limitOf(values.limit) };
  }
  if (kind === 'migrate') return { kind, json };
  if (kind === 'show') return { kind, json, eventId: required(eventId) };
  if (kind === 'retry' && values.all) return { kind, json, filter: { consumer: values.consumer } };
  if (kind === 'retry' || kind === 'discard') {
    return { kind, json, filter: { eventId: required(eventId), consumer } };
  }
  throw new UsageError(`Expected a command, found "${kind ?? ''}".`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        consumer: { type: 'string' },
        json: { type: 'boolean', default: false },
        limit: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function required(eventId: string | undefined): string {
  if (eventId === undefined) throw new UsageError('Expected the id of an event.');
  return eventId;
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? defaultLimit);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new UsageError(`--limit: expected a whole number above 0, found "${text ?? ''}".`);
}
