import { sortedKeys } from '../src/pack/order.ts';
import type { ModuleAnswers } from '../src/selection/answers.ts';
import { modifiers, parseField, scalarTypes } from '../src/selection/field.ts';
import type { Question } from './question.ts';

/** What was answered about one field of a module. */
export interface FieldAnswers {
  /** Empty: there are no more fields. */
  readonly name: string;
  /** A scalar type, or the name of a module. */
  readonly type?: string;
  /** Of an enum, joined by commas. */
  readonly values?: string;
  readonly modifiers?: readonly string[];
}

/** What was answered about a new module, but for its fields. */
export interface ModuleNameAnswers {
  readonly name: string;
}

/** The question about a module's name. */
export const moduleNameQuestion: Question<ModuleNameAnswers> = {
  type: 'input',
  name: 'name',
  message: 'What is the module called, in the plural?',
  default: '',
  validate: (text) => text !== '' || 'It needs a name, such as invoices.',
};

/**
 * The questions about the next field.
 *
 * @param modules - what it may refer to
 * @param first - a module has at least one
 */
export function fieldQuestions(
  modules: ModuleAnswers,
  first: boolean,
): readonly Question<FieldAnswers>[] {
  const named = ({ name }: FieldAnswers): boolean => name !== '';
  const types = [
    ...scalarTypes.map((type) => ({ name: type, value: type })),
    ...sortedKeys(modules).map((name) => ({ name: `a reference to ${name}`, value: name })),
  ];
  return [
    {
      type: 'input',
      name: 'name',
      message: first ? 'Its first field?' : 'Its next field? (Enter: no more)',
      default: '',
      validate: (text) => (text === '' && !first) || told(text, 'string'),
    },
    {
      type: 'list',
      name: 'type',
      message: 'Of which type?',
      when: named,
      default: 'string',
      choices: types,
      loop: false,
    },
    {
      type: 'input',
      name: 'values',
      message: 'Which values? (joined by commas)',
      when: (answers) => named(answers) && answers.type === 'enum',
      default: 'draft,sent',
      validate: (text) => told('field', `enum(${text})`),
    },
    {
      type: 'checkbox',
      name: 'modifiers',
      message: 'Is it …?',
      when: named,
      choices: modifiers.map((modifier) => ({ name: modifier, value: modifier })),
      loop: false,
    },
  ];
}

/** A field as a command line has it: `state:enum(draft,sent):index`. */
export function wordOf({ name, type = 'string', values = '', ...rest }: FieldAnswers): string {
  const head = type === 'enum' ? `enum(${values})` : type;
  return [name, head, ...(rest.modifiers ?? [])].join(':');
}

function told(name: string, spec: string): true | string {
  const field = parseField(name, spec);
  return 'problem' in field ? `${field.problem}. ${field.hint}` : true;
}
