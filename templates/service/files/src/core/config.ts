import { Type, type Static, type TObject, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

export type Env = Readonly<Record<string, string | undefined>>;

/** Names every variable that is missing or wrong, so that one start shows all there is to fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not valid:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads typed values from the environment.
 * @param schema - one property a variable: strings, integers, numbers, booleans or unions of
 *   literals, each with a `default`, `Type.Optional`, or required. Mark secrets with `secret()`.
 * @param env - usually `process.env`; an empty string counts as not set
 * @throws ConfigError that lists every problem by the variable's name, never its secret value
 */
export function readEnv<T extends TObject>(schema: T, env: Env): NoInfer<Static<T>> {
  const properties = schema.properties as Record<string, TSchema>;
  const raw = Object.fromEntries(
    Object.keys(properties).flatMap((name) => {
      const value = env[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = Value.Default(schema, Value.Convert(schema, raw)) as Record<string, unknown>;
  const problems = Object.entries(properties).flatMap(([name, property]) =>
    problemsOf(name, property, parsed[name], raw[name], schema.required),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  // Without NoInfer the compiler searches what the caller expects for T, for over a second.
  return parsed as NoInfer<Static<T>>;
}

function problemsOf(
  name: string,
  schema: TSchema,
  value: unknown,
  raw: string | undefined,
  required: readonly string[],
): string[] {
  if (value === undefined) return required.includes(name) ? [`${name} is not set`] : [];
  if (Value.Check(schema, value)) return [];
  const [error] = Value.Errors(schema, value);
  const found = isSecret(schema) ? 'a secret' : JSON.stringify(raw);
  return [`${name} ${expected(schema, error?.message ?? 'is not valid')}, found ${found}`];
}

function expected(schema: TSchema, message: string): string {
  const choices = 'anyOf' in schema ? (schema.anyOf as { const?: unknown }[]) : [];
  return choices.length > 0
    ? `must be one of ${choices.map((choice) => String(choice.const)).join(', ')}`
    : message;
}

/**
 * Runs a step of the start. What it finds wrong with the environment is kept in `problems`, so that
 * the steps after it can add theirs.
 * @returns `undefined` when the environment stopped the step; other errors are thrown
 */
export async function collecting<T>(
  problems: Set<string>,
  step: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) problems.add(problem);
    return undefined;
  }
}

/** A string that is never shown in an error or a log line. At least `minLength` characters. */
export const secret = (minLength = 1) => Type.String({ minLength, secret: true });

/**
 * One of a few words.
 * @param choices - the words allowed
 * @param fallback - used when the variable is not set; without one it is required
 */
export const oneOf = <const C extends string>(choices: readonly C[], fallback?: C) =>
  Type.Unsafe<C>(
    Type.Union(
      choices.map((choice) => Type.Literal(choice)),
      fallback === undefined ? {} : { default: fallback },
    ),
  );

/** An absolute `http(s)` URL. */
export const httpUrl = () => Type.String({ pattern: '^https?://[^\\s]+$' });

/** The URL of a PostgreSQL. Secret: it may carry a password. */
export const postgresUrl = () => Type.String({ pattern: '^postgres(ql)?://', secret: true });

const isSecret = (schema: TSchema): boolean => 'secret' in schema && schema.secret === true;
