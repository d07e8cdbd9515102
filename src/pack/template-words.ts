/**
 * The words that the arguments of a template's calls are, where they name nothing of the pack. A word
 * that is none of them would be false in every service, or fail in the first one that renders it. What
 * each means is said in `src/render/`, whose types see to it that none is left out.
 */

export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;

/** The spellings of a name. */
export const wordForms = [
  'kebab',
  'snake',
  'camel',
  'pascal',
  'words',
  'sentence',
  'a',
  'A',
] as const;
export type WordForm = (typeof wordForms)[number];

/** The types of a field that is no reference. */
export const scalarTypes = [
  'string',
  'text',
  'int',
  'decimal',
  'bool',
  'date',
  'timestamp',
  'uuid',
  'enum',
  'json',
] as const;

/** What a field says of itself behind its type. */
export const modifiers = ['optional', 'unique', 'index'] as const;

/** What a field can be asked for: its type, its modifiers, and what follows from both. */
export const traits = [
  ...scalarTypes,
  ...modifiers,
  'reference',
  'required',
  'first',
  'sortable',
  'lookup',
  'short',
  'self',
  'foreign',
  'user',
  'keyed',
  'needed',
  'loose',
  'renamed',
] as const;
export type Trait = (typeof traits)[number];

/** Helper or list → what each of its arguments is one of. */
export const templateWords: Readonly<Record<string, readonly string[]>> = {
  pmIs: packageManagers,
  one: wordForms,
  many: wordForms,
  field: wordForms,
  noun: wordForms,
  target: wordForms,
  targetOne: wordForms,
  fieldIs: traits,
  someField: traits,
  fields: traits,
  targets: traits,
};
