import { errorCodes, type ErrorCode } from '../pack/error-codes.ts';

/** docs/errors.md: every code that a command can end with, in order of name. */
export function errorPage(): string {
  const entries: readonly (readonly [string, ErrorCode])[] = Object.entries(errorCodes);
  const items = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { exit, explanation }]) => `- \`${code}\` (exit code ${exit}): ${explanation}`);
  return [
    '# Errors',
    '',
    'A command that fails prints what is wrong, where, and what to do. With `--json` it prints one object with `ok: false` and `error: { code, message, path, line, hint }`; what is not known is `null`.',
    '',
    'Exit codes: 0 done, 1 violation or failed verification, 2 conflict (nothing written), 3 stale, 4 usage or internal error. Ctrl-C ends with 130.',
    '',
    ...items,
    '',
  ].join('\n');
}
