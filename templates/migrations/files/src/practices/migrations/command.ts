/** What the command line asks for. */
export type Command =
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly steps: number }
  | { readonly kind: 'status' }
  | { readonly kind: 'new'; readonly owner: string; readonly name: string }
  | { readonly kind: 'backfill'; readonly name: string };

export const usage = `Usage: migrate COMMAND

  up                 apply every migration that this database lacks
  down [N]           take back the last N migrations (1 when not given)
  status             list what is applied, what is pending and what only the database knows
  new OWNER NAME     write an empty migration for a module or a practice
  backfill OWNER/NAME  fill existing rows in batches; run it again to go on where it stopped

DATABASE_URL names the database.`;

/** The command line does not say what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const identifier = /^[a-z][a-z0-9-]*$/;

/**
 * Reads the arguments after the script's name.
 *
 * @throws UsageError that says what was expected and what was found.
 */
export function parseCommand(args: readonly string[]): Command {
  const [kind = '', ...rest] = args;
  switch (kind) {
    case 'up':
    case 'status':
      return takes(rest, 0, { kind });
    case 'down':
      return takes(rest, 1, { kind, steps: count(rest[0] ?? '1') });
    case 'new':
      return takes(rest, 2, { kind, owner: word(rest[0], 'OWNER'), name: word(rest[1], 'NAME') });
    case 'backfill':
      return takes(rest, 1, { kind, name: path(rest[0]) });
    default:
      throw new UsageError(`Expected a command, found "${kind}".`);
  }
}

function takes(rest: readonly string[], most: number, command: Command): Command {
  const surplus = rest[most];
  if (surplus === undefined) return command;
  throw new UsageError(`"${command.kind}" does not take "${surplus}".`);
}

function count(text: string): number {
  const steps = Number(text);
  if (Number.isSafeInteger(steps) && steps > 0) return steps;
  throw new UsageError(`"down" takes a whole number above 0, found "${text}".`);
}

function word(text: string | undefined, what: string): string {
  if (text !== undefined && identifier.test(text)) return text;
  throw new UsageError(
    `${what} is lower-case letters, digits and dashes, found "${text ?? 'nothing'}".`,
  );
}

function path(text: string | undefined): string {
  if (text?.split('/').length === 2) {
    const [owner, name] = text.split('/');
    return `${word(owner, 'OWNER')}/${word(name, 'NAME')}`;
  }
  throw new UsageError(`"backfill" takes OWNER/NAME, found "${text ?? 'nothing'}".`);
}
