import { parseArgs } from 'node:util';
import { PlinthError } from '../pack/error.ts';
import { didYouMean } from '../pack/suggest.ts';

export interface FlagSpec {
  readonly summary: string;
  /** What the value is called in help; absent for a flag that takes none. */
  readonly value?: string;
  /** One letter that says the same. */
  readonly short?: string;
}

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** Flag → its values in the order given; a flag without a value has an empty list when it is set. */
export type Flags = ReadonlyMap<string, readonly string[]>;

export interface ParsedLine {
  readonly positionals: readonly string[];
  readonly flags: Flags;
}

/**
 * Parses the arguments of a command. Everything behind `--` is positional.
 *
 * @throws PlinthError `PLINTH_UNKNOWN_FLAG` with the flag that was probably meant, or
 * `PLINTH_FLAG_VALUE` when a value is missing, or given to a flag that takes none
 */
export function parseFlags(args: readonly string[], specs: FlagSpecs): ParsedLine {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [
        name,
        {
          type: spec.value === undefined ? ('boolean' as const) : ('string' as const),
          ...(spec.short === undefined ? {} : { short: spec.short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const flags = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec) throw unknownFlag(token.rawName, specs);
    refuseWrongValue(token.rawName, token.value, token.inlineValue === true, spec);
    flags.set(token.name, [
      ...(flags.get(token.name) ?? []),
      ...(token.value === undefined ? [] : [token.value]),
    ]);
  }
  return { positionals, flags };
}

function unknownFlag(rawName: string, specs: FlagSpecs): PlinthError {
  const known = Object.keys(specs).map((name) => `--${name}`);
  return new PlinthError('PLINTH_UNKNOWN_FLAG', `there is no flag ${rawName}`, {
    hint: didYouMean(rawName, known),
  });
}

function refuseWrongValue(
  rawName: string,
  value: string | undefined,
  inline: boolean,
  spec: FlagSpec,
): void {
  if (spec.value === undefined) {
    if (value === undefined) return;
    throw new PlinthError(
      'PLINTH_FLAG_VALUE',
      `${rawName} takes no value, and was given "${value}"`,
      {
        hint: `Write ${rawName}.`,
      },
    );
  }
  // `--preset --yes` is a forgotten value, not a preset of that name; `--with ,` is an empty list.
  if (value !== undefined && /[^\s,]/.test(value) && (inline || !value.startsWith('-'))) return;
  throw new PlinthError('PLINTH_FLAG_VALUE', `${rawName} needs a value`, {
    hint: `Write ${rawName} ${spec.value}.`,
  });
}

/** The last value of a flag, which wins. */
export function lastOf(flags: Flags, name: string): string | undefined {
  return flags.get(name)?.at(-1);
}

/** Every value of a flag, given by repetition or separated by commas. */
export function listOf(flags: Flags, name: string): readonly string[] {
  return (flags.get(name) ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
