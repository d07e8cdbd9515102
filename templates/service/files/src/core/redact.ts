const secretKey =
  /^(authorization|cookie|set-cookie)$|pass(word|wd|phrase)|token|secret|credential|api[-_]?key|private[-_]?key/i;
const bearer = /\b(bearer|basic) [\w.~+/=-]{8,}/gi;
const jwt = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;
const userInfo = /(\w+:\/\/[^\s:/@"]*):[^\s@"]+@/g;

/** What stands in a log line instead of a secret. */
export const redacted = '[redacted]';
const maxDepth = 6;

/**
 * Copies what is to be logged without the values of keys that name a secret, at any depth, and
 * turns errors into plain objects. Pure.
 */
export const redactKeys = (fields: Record<string, unknown>): Record<string, unknown> =>
  copyFields(fields, 0);

/** Blanks credentials inside a finished line: bearer tokens, JWTs, passwords in URLs. Pure. */
export const redactText = (line: string): string =>
  hint.test(line)
    ? line
        .replace(bearer, `$1 ${redacted}`)
        .replace(jwt, redacted)
        .replace(userInfo, `$1:${redacted}@`)
    : line;

/** What each pattern needs: one look for these is cheaper than to try the patterns on every line. */
const hint = /bearer |basic |eyJ|:\/\//i;

const verdicts = new Map<string, boolean>();
const maxVerdicts = 1_000;

/** Remembers what it found: the keys of log lines are few, and the same ones come with every request. */
function isSecret(key: string): boolean {
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = secretKey.test(key);
  if (verdicts.size < maxVerdicts) verdicts.set(key, verdict);
  return verdict;
}

function copyFields(fields: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    copy[key] = isSecret(key) ? redacted : copyValue(value, depth + 1);
  }
  return copy;
}

function copyValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) return '[deep]';
  if (value instanceof Error) return copyError(value, depth);
  if (Array.isArray(value)) return value.map((item) => copyValue(item, depth + 1));
  if (value instanceof Date) return value;
  return copyFields(value, depth);
}

/** Own properties of errors are left out but for the code: libraries hang whole requests on them. */
function copyError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: copyValue(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: copyValue(error.errors, depth + 1) } : {}),
  };
}
