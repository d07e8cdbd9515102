import { PlinthError } from '../pack/error.ts';
import { sortedKeys } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import type { RequestedPractices } from './answers.ts';
import { didYouMean } from '../pack/suggest.ts';
import { requiredBy, type OptionValues } from './resolve.ts';

/** What a command line says about practices. */
export interface Request {
  readonly preset?: string | undefined;
  /** `cache`, `cache=memory-redis`, `cache.tiers=memory-redis`. */
  readonly with: readonly string[];
  /** Practices to leave out of the preset. */
  readonly without: readonly string[];
}

/**
 * Turns what a command line says into requested practices: the preset, plus `with`, minus `without`.
 *
 * @throws PlinthError `PLINTH_UNKNOWN_PRESET`, `PLINTH_UNKNOWN_PRACTICE`, `PLINTH_AMBIGUOUS_VALUE`
 * or `PLINTH_PRACTICE_REQUIRED`; what `resolve` checks is left to it
 */
export function requestedPractices(pack: Pack, request: Request): RequestedPractices {
  const requested = new Map(
    Object.entries(request.preset === undefined ? {} : presetPractices(pack, request.preset)),
  );
  const choices = request.with.map((text) => parseChoice(pack, text));
  refuseContradiction(choices);
  for (const { practice, option, value } of choices) {
    const before = requested.get(practice) ?? {};
    requested.set(practice, option === undefined ? before : { ...before, [option]: value });
  }
  for (const id of request.without) {
    if (!pack.practices.has(id)) throw unknownPractice(pack, id);
    if (id === pack.base) throw baseLeftOut(id);
    requested.delete(id);
  }
  refuseMissing(pack, requested, request.without);
  return Object.fromEntries(requested);
}

/**
 * The practices of a preset.
 *
 * @throws PlinthError `PLINTH_UNKNOWN_PRESET`
 */
export function presetPractices(pack: Pack, preset: string): RequestedPractices {
  const found = Object.hasOwn(pack.presets, preset) ? pack.presets[preset] : undefined;
  if (found) return found.practices;
  throw new PlinthError('PLINTH_UNKNOWN_PRESET', `there is no preset "${preset}"`, {
    hint: didYouMean(preset, sortedKeys(pack.presets)),
  });
}

type ParsedChoice =
  | { readonly practice: string; readonly option?: undefined; readonly value?: undefined }
  | { readonly practice: string; readonly option: string; readonly value: string };

function parseChoice(pack: Pack, text: string): ParsedChoice {
  const equals = text.indexOf('=');
  const left = equals < 0 ? text : text.slice(0, equals);
  const [id = '', option] = left.split('.');
  const practice = pack.practices.get(id);
  if (!practice) throw unknownPractice(pack, id);
  if (equals < 0 && option === undefined) return { practice: id };
  const value = equals < 0 ? '' : text.slice(equals + 1);
  if (option !== undefined) return { practice: id, option, value };
  const options = sortedKeys(practice.options);
  const [only] = options;
  if (only !== undefined && options.length === 1) return { practice: id, option: only, value };
  throw new PlinthError(
    'PLINTH_AMBIGUOUS_VALUE',
    `"${text}" does not say which option; "${id}" has ${options.length === 0 ? 'none' : options.join(', ')}`,
    { hint: only === undefined ? `Write ${id}.` : `Write ${id}.${only}=${value}.` },
  );
}

function refuseContradiction(choices: readonly ParsedChoice[]): void {
  const values = new Map<string, string>();
  for (const { practice, option, value } of choices) {
    if (option === undefined) continue;
    const name = `${practice}.${option}`;
    const other = values.get(name);
    if (other !== undefined && other !== value) {
      const problem = `"${name}" is to be ${other} and ${value}`;
      throw new PlinthError('PLINTH_AMBIGUOUS_VALUE', problem, { hint: 'Give one of them.' });
    }
    values.set(name, value);
  }
}

/** Of what is present, brought along or not: what was left out and yet is required. */
function refuseMissing(
  pack: Pack,
  requested: ReadonlyMap<string, OptionValues>,
  without: readonly string[],
): void {
  const present = new Set(requested.keys());
  for (const id of present) {
    const practice = pack.practices.get(id);
    for (const required of practice ? requiredBy(practice, requested.get(id) ?? {}) : []) {
      if (!without.includes(required)) present.add(required);
      else {
        throw new PlinthError('PLINTH_PRACTICE_REQUIRED', `"${id}" requires "${required}"`, {
          hint: `Leave out "${id}" too, or keep "${required}".`,
        });
      }
    }
  }
}

function baseLeftOut(id: string): PlinthError {
  return new PlinthError('PLINTH_PRACTICE_REQUIRED', `"${id}" cannot be left out`, {
    hint: 'The base is always present.',
  });
}

function unknownPractice(pack: Pack, id: string): PlinthError {
  const names = [...pack.practices.values()]
    .filter((practice) => !practice.implied && practice.id !== pack.base)
    .map((practice) => practice.id);
  return new PlinthError('PLINTH_UNKNOWN_PRACTICE', `there is no practice "${id}"`, {
    hint: didYouMean(id, names),
  });
}
