import type { PlinthError } from '../pack/error.ts';

/** Version of the JSON that every command prints. */
const schema = 1;

/** The one object of a command that was done, with a line break. */
export function successJson(command: string, result: unknown): string {
  return `${JSON.stringify({ schema, ok: true, command, result }, null, 2)}\n`;
}

/** The one object of a command that failed. A detail that is not known is null. */
export function failureJson(command: string, error: PlinthError): string {
  const { code, message, path = null, line = null, hint = null } = error;
  return `${JSON.stringify({ schema, ok: false, command, error: { code, message, path, line, hint } }, null, 2)}\n`;
}

/** The same for people: what is wrong, where, and what to do. */
export function failureText(error: PlinthError): string {
  const lines = [`plinth: ${placeOf(error)}${error.message} (${error.code})`];
  if (error.hint !== undefined) lines.push(`  ${error.hint}`);
  if (process.env['DEBUG'] === 'plinth' && error.cause instanceof Error) {
    lines.push(error.cause.stack ?? '');
  }
  return lines.join('\n');
}

/** Where it is, unless the message begins with that. */
function placeOf({ path, line, message }: PlinthError): string {
  if (path === undefined) return '';
  if (line !== undefined) return `${path}:${String(line)}: `;
  return message.startsWith(path) ? '' : `${path}: `;
}
