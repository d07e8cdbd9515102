import { PlinthError } from '../pack/error.ts';
import type { Trait } from '../pack/template-words.ts';
import { columnOf, type Field, type Modifier } from '../selection/field.ts';
import type { ModuleShape } from '../selection/module-shapes.ts';
import type { CallHelper, Filling, Value } from './fill.ts';
import { inForm, isWordForm } from './word-forms.ts';

/** What a template about a module is about, from the outside in. */
interface Subject {
  readonly shape: ModuleShape;
  readonly field?: Field | undefined;
  /** One value of an enum. */
  readonly value?: string | undefined;
}

/** The table of the base that every module may refer to with a foreign key. */
const baseTable = 'users';

/**
 * Adds to the helpers of any template those of one that is rendered for each module.
 *
 * @param shape - the module
 * @param source - the template's place in the pack, for messages
 * @param call - the helpers of any template
 */
export function moduleFilling(shape: ModuleShape, source: string, call: CallHelper): Filling {
  return fillingOf({ shape }, source, call);
}

function fillingOf(subject: Subject, source: string, call: CallHelper): Filling {
  return {
    call: (name, args) => answer(subject, name, args.map(String), source) ?? call(name, args),
    items: (list, args) =>
      itemsOf(subject, list, args.map(String)).map((item) => fillingOf(item, source, call)),
  };
}

function answer(
  subject: Subject,
  name: string,
  args: readonly string[],
  source: string,
): Value | undefined {
  const [first = ''] = args;
  const { shape, field } = subject;
  const spelt = (word: string | undefined): string => {
    if (word !== undefined && isWordForm(first)) return inForm(word, first);
    throw mistake(source, `{{${name} "${first}"}} has no answer here`);
  };
  switch (name) {
    case 'one':
      return spelt(shape.one);
    case 'many':
      return spelt(shape.many);
    case 'field':
      return spelt(field && propertyOf(field));
    case 'noun':
      return spelt(field?.name);
    case 'target':
      return spelt(field?.target);
    case 'targetOne':
      return spelt(shape.singulars.get(field?.target ?? ''));
    case 'value':
      return subject.value ?? field?.values[Number(first) - 1] ?? '';
    case 'valueList':
      return (field?.values ?? []).map((value) => `'${value}'`).join(', ');
    case 'fieldIs':
      return field !== undefined && args.some((trait) => traitsOf(shape, field).has(trait));
    case 'someField':
      return shape.fields.some((some) => args.some((trait) => traitsOf(shape, some).has(trait)));
    case 'publicReads':
      return shape.publicReads;
    default:
      return undefined;
  }
}

function itemsOf(
  { shape, field }: Subject,
  list: string,
  traits: readonly string[],
): readonly Subject[] {
  if (list === 'values') return (field?.values ?? []).map((value) => ({ shape, field, value }));
  const chosen = shape.fields.filter((one) => {
    const has = traitsOf(shape, one);
    return traits.every((trait) => has.has(trait));
  });
  if (list === 'fields') return chosen.map((one) => ({ shape, field: one }));
  const seen = new Map(chosen.flatMap((one) => (one.target ? [[one.target, one] as const] : [])));
  return [...seen.values()].map((one) => ({ shape, field: one }));
}

/** A trait that is neither a type nor a modifier. */
type DerivedTrait = Exclude<Trait, Field['type'] | Modifier>;

/** The name of a field in the API. */
export function propertyOf({ name, type }: Field): string {
  return type === 'reference' ? `${name}Id` : name;
}

/** Everything that a template may ask of a field: its type, its modifiers, and what follows. */
function traitsOf({ many, fields }: ModuleShape, field: Field): ReadonlySet<string> {
  const { type, target, modifiers } = field;
  const optional = modifiers.has('optional');
  const indexed = modifiers.has('unique') || modifiers.has('index');
  const sortable = !optional && !['bool', 'json', 'uuid', 'reference'].includes(type);
  const derived: Readonly<Record<DerivedTrait, boolean>> = {
    required: !optional,
    first: field === fields[0],
    // An index serves the list in this order; any other index serves look-ups.
    sortable: indexed && sortable,
    lookup: modifiers.has('index') && !modifiers.has('unique') && !sortable,
    // The index of a B-tree holds at most a third of a page.
    short: type === 'text' && indexed,
    self: target === many,
    foreign: type === 'reference' && target !== many,
    user: target === baseTable,
    keyed: target === many || target === baseTable,
    // A row that is made for a test cannot do without it, or can and would leave it out.
    needed: type === 'reference' && !optional,
    loose: type === 'reference' && optional && modifiers.has('unique'),
    // The column has another name than the field, or is read or written as something else.
    renamed: columnOf(field) !== propertyOf(field),
  };
  const own: readonly Trait[] = [type, ...modifiers];
  const following = Object.entries(derived).flatMap(([trait, has]) => (has ? [trait] : []));
  return new Set([...own, ...following]);
}

function mistake(source: string, problem: string): PlinthError {
  return new PlinthError('PLINTH_TEMPLATE_INVALID', problem, {
    path: source,
    hint: 'docs/packs.md lists what a template can read.',
  });
}
