/** One field of a module, as `name:type[:modifier]…` says it. */

import { modifiers, scalarTypes } from '../pack/template-words.ts';

/** Templates ask for them, so that a pack is checked against their names. */
export { modifiers, scalarTypes };
export type ScalarType = (typeof scalarTypes)[number];
export type Modifier = (typeof modifiers)[number];

/** What a field says by itself; whether a reference leads anywhere is the module's to know. */
export interface Field {
  /** In camelCase; a reference to `users` called `customer` is `customerId` in the API. */
  readonly name: string;
  readonly type: ScalarType | 'reference';
  /** Of an enum, in the order given. */
  readonly values: readonly string[];
  /** The module that a reference leads to. */
  readonly target?: string | undefined;
  readonly modifiers: ReadonlySet<Modifier>;
}

/** What is wrong with a field, as one sentence, and what to write instead. */
export interface FieldProblem {
  readonly problem: string;
  readonly hint: string;
}

const longestColumn = 24;
const longestValue = 40;
const mostValues = 50;
const typesHint = `A type is one of ${scalarTypes.join(', ')}, enum(a,b,…), or a module's name.`;

/** Types whose values cannot be told apart, or are too long, for an index to serve. */
const without: Readonly<Partial<Record<Field['type'], readonly Modifier[]>>> = {
  bool: ['unique'],
  enum: ['unique'],
  json: ['unique', 'index'],
};

/**
 * Reads a field. Pure, and the one reader for the command line and for plinth.json.
 *
 * @param name - camelCase
 * @param spec - `type[:modifier]…`
 * @returns the field, or what is wrong with it
 */
export function parseField(name: string, spec: string): Field | FieldProblem {
  const wrongName = nameProblem(name);
  if (wrongName) return wrongName;
  const [type = '', ...words] = spec.split(':');
  const wrongWord = words.find((word) => !isModifier(word));
  if (wrongWord !== undefined) {
    return {
      problem: `the field "${name}" has no modifier "${wrongWord}"`,
      hint: `Modifiers are ${modifiers.join(', ')}.`,
    };
  }
  const chosen = new Set(words.filter(isModifier));
  const field = typed(name, type, chosen);
  if ('problem' in field) return field;
  const refused = without[field.type]?.find((modifier) => chosen.has(modifier));
  if (refused === undefined) return field;
  return {
    problem: `the field "${name}" cannot be ${refused}: it is ${field.type}`,
    hint: `Leave "${refused}" out.`,
  };
}

/** The name of a field's column: `dueOn` is `due_on`. */
export function columnOf({ name, type }: Pick<Field, 'name' | 'type'>): string {
  const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return type === 'reference' ? `${column}_id` : column;
}

/** `spec` with its modifiers in one order, so that equal fields read equal. */
export function specOf({ type, values, target, modifiers: chosen }: Field): string {
  const head = type === 'enum' ? `enum(${values.join(',')})` : (target ?? type);
  return [head, ...modifiers.filter((modifier) => chosen.has(modifier))].join(':');
}

function typed(name: string, type: string, chosen: ReadonlySet<Modifier>): Field | FieldProblem {
  const base = { name, values: [], modifiers: chosen };
  if (type === 'enum' || type.startsWith('enum(')) return enumeration(name, type, chosen);
  if (isScalar(type)) return { ...base, type };
  if (/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(type)) {
    if (!name.endsWith('Id')) return { ...base, type: 'reference', target: type };
    const bare = name.slice(0, -'Id'.length);
    return {
      problem: `the field "${name}" refers to ${type}, and would be ${name}Id in the API`,
      hint: `Call it ${bare === '' ? 'by what it is' : bare}.`,
    };
  }
  return { problem: `the field "${name}" has no type "${type}"`, hint: typesHint };
}

function enumeration(
  name: string,
  type: string,
  chosen: ReadonlySet<Modifier>,
): Field | FieldProblem {
  const values = /^enum\(([^()]*)\)$/.exec(type)?.[1]?.split(',') ?? [];
  const fits = (value: string): boolean =>
    value.length <= longestValue && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
  const alright =
    values.length > 1 &&
    values.length <= mostValues &&
    values.every(fits) &&
    new Set(values).size === values.length;
  if (alright) return { name, type: 'enum', values, modifiers: chosen };
  return {
    problem: `the field "${name}" is "${type}", which is no list of words`,
    hint: `Write enum(draft,sent): 2 to ${String(mostValues)} different words in lower case, joined by commas.`,
  };
}

function nameProblem(name: string): FieldProblem | undefined {
  const camel = name.replace(/[-_]+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
    const better = camel.charAt(0).toLowerCase() + camel.slice(1).replace(/[^A-Za-z0-9]/g, '');
    return {
      problem: `"${name}" is no name of a field`,
      hint: `Write it in camelCase${/^[a-z]/.test(better) ? `: ${better}` : ''}.`,
    };
  }
  if (columnOf({ name, type: 'string' }).length <= longestColumn) return undefined;
  return {
    problem: `the name of the field "${name}" is too long`,
    hint: `PostgreSQL cuts long names: as a column it may have ${String(longestColumn)} characters.`,
  };
}

const isScalar = (type: string): type is Exclude<ScalarType, 'enum'> =>
  type !== 'enum' && scalarTypes.some((known) => known === type);
const isModifier = (word: string): word is Modifier => modifiers.some((known) => known === word);
