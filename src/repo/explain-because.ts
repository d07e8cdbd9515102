import type { Clause, Condition, Expression } from '../pack/pack.ts';
import type { CallHelper } from '../render/fill.ts';
import type { Selection } from '../selection/resolve.ts';

/** Why a practice is present, as a clause of a sentence. */
export function whyPresent(id: string, { requested, requires }: Selection): string {
  if (Object.hasOwn(requested, id)) return `plinth.json asks for ${id}`;
  const bringers = [...requires].filter(([, needs]) => needs.includes(id)).map(([by]) => by);
  return bringers.length === 0
    ? `${id} is the base`
    : `${id} comes along with ${bringers.join(' and ')}`;
}

/** Why a practice is present, and why a condition of it holds. */
export function whyHolds(
  practice: string,
  condition: Condition,
  selection: Selection,
): readonly string[] {
  return [
    whyPresent(practice, selection),
    ...condition.map((clause) => clauseFact(clause, selection)),
  ];
}

function clauseFact(clause: Clause, selection: Selection): string {
  if ('module' in clause) return fact(`the sample module ${clause.module}`, clause.present);
  if ('option' in clause) return optionFact(clause.practice, clause.option, selection);
  return fact(clause.practice, clause.present);
}

function fact(what: string, present: boolean): string {
  return `${what} is ${present ? 'present' : 'absent'}`;
}

/** What an option is, and who says so. */
export function optionFact(practice: string, option: string, selection: Selection): string {
  const value = selection.practices.get(practice)?.[option];
  if (value === undefined) return `${practice} is absent`;
  const source = Object.hasOwn(selection.requested, practice) ? 'in plinth.json' : 'by default';
  return `${practice}.${option} is ${value} ${source}`;
}

/** What a template's test asked about. */
export interface Asked {
  /** The practice that the template belongs to. */
  readonly practice: string;
  readonly selection: Selection;
  readonly call: CallHelper;
}

/** The facts that a test of a template, or a value that it prints, came down to. */
export function factsOf(expression: Expression, asked: Asked): readonly string[] {
  if (typeof expression === 'string') return [];
  const { helper, args } = expression;
  const [name = ''] = args.filter((arg) => typeof arg === 'string');
  const { selection } = asked;
  switch (helper) {
    case 'and':
    case 'or':
    case 'not':
      return [...new Set(args.flatMap((arg) => factsOf(arg, asked)))];
    case 'has':
      return [fact(name, selection.practices.has(name))];
    case 'hasModule':
      return [fact(`the sample module ${name}`, asked.call(helper, [name]) === true)];
    case 'is':
    case 'option':
      return [optionNamed(name, asked)];
    case 'name':
      return ['the service is called so'];
    case 'action':
      return [`versions.yaml pins ${name}`];
    case 'packages':
      return ['tests need these Debian packages'];
    case 'nodeVersion':
      return ['it is the Node of images and workflows'];
    case 'slot':
      return [`the slot ${name} is filled by practices`];
    case 'run':
    case 'exec':
    case 'install':
    case 'frozenInstall':
    case 'lockFile':
    case 'pm':
    case 'pmIs':
    case 'preparePm':
    case 'setupPm':
      return [`the package manager is ${selection.packageManager.name}`];
    default:
      return ['the fields of the module are so'];
  }
}

function optionNamed(name: string, { practice, selection }: Asked): string {
  const dot = name.indexOf('.');
  return dot < 0
    ? optionFact(practice, name, selection)
    : optionFact(name.slice(0, dot), name.slice(dot + 1), selection);
}
