import { describe, expect, test } from 'vitest';
import { loadSmallPack } from '../pack/testing.ts';
import type { Answers, ModuleAnswers } from './answers.ts';
import { modulesFrom, withModules, withoutModules } from './changed-modules.ts';
import { columnOf, parseField, specOf } from './field.ts';
import { moduleShapes } from './module-shapes.ts';
import { singularOf } from './noun.ts';

const pack = loadSmallPack({
  'pack.yaml': `id: small
version: 1.0.0
title: A small pack
base: base
modules: { orders: { requires: [products] }, products: {}, users: { required: true } }
`,
});
const users = { users: { sample: true } } as const;

const answersWith = (modules: ModuleAnswers): Answers => ({
  name: 'svc',
  practices: {},
  modules,
  packageManager: { name: 'npm' },
  node: 'system',
});

/** Fields of a module in the form of plinth.json. */
const own = (fields: Readonly<Record<string, string>>) => ({ fields });
const shapesOf = (modules: ModuleAnswers) => moduleShapes(pack, { ...users, ...modules });

describe('a field', () => {
  test.each([
    ['number', 'text:unique', 'number'],
    ['type', 'string', 'type'],
    ['dueOn', 'date', 'due_on'],
    ['customer', 'users:index:optional', 'customer_id'],
    ['state', 'enum(draft,sent)', 'state'],
  ])('%s:%s has the column %s', (name, spec, column) => {
    const field = parseField(name, spec);
    expect('problem' in field ? field.problem : columnOf(field)).toBe(column);
  });

  test('reads the same however its modifiers are ordered', () => {
    const field = parseField('customer', 'users:index:optional');
    expect('problem' in field ? field.problem : specOf(field)).toBe('users:optional:index');
  });

  test.each([
    ['due-on', 'date', '"due-on" is no name of a field', 'dueOn'],
    ['__proto__', 'text', '"__proto__" is no name of a field', 'camelCase'],
    ['x'.repeat(25), 'text', 'is too long', '24 characters'],
    ['a', 'Text', 'has no type "Text"', 'decimal'],
    ['a', '', 'has no type ""', 'decimal'],
    ['a', 'text:indexed', 'has no modifier "indexed"', 'optional, unique, index'],
    ['a', 'bool:unique', 'cannot be unique', 'Leave "unique" out'],
    ['a', 'json:index', 'cannot be index', 'Leave "index" out'],
    ['a', 'enum', 'is no list of words', 'enum(draft,sent)'],
    ['a', 'enum(one)', 'is no list of words', 'enum(draft,sent)'],
    ['a', "enum(a','b,c)", 'is no list of words', 'enum(draft,sent)'],
    ['a', 'enum(a,a)', 'is no list of words', 'different'],
    ['customerId', 'users', 'would be customerIdId', 'customer'],
  ])('%s:%s is refused: %s', (name, spec, problem, hint) => {
    const field = parseField(name, spec);
    expect(field).toMatchObject({
      problem: expect.stringContaining(problem) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });
});

test.each([
  ['invoices', 'invoice'],
  ['order-lines', 'order-line'],
  ['categories', 'category'],
  ['boxes', 'box'],
  ['addresses', 'address'],
  ['statuses', 'status'],
  ['houses', 'house'],
  ['people', 'person'],
  ['status', undefined],
  ['data', undefined],
  ['glass', undefined],
])('one of %s is a %s', (plural, singular) => {
  expect(singularOf(plural)).toBe(singular);
});

describe('the modules of a service', () => {
  test('may have the fields that people think of first', () => {
    const fields = own({ number: 'text:unique', type: 'string', from: 'date:optional' });
    expect(() => shapesOf({ invoices: fields })).toThrow(/"from" is a word/);
    const without = own({ number: 'text:unique', type: 'string', date: 'date', text: 'text' });
    expect(shapesOf({ orders: without }).get('orders')?.one).toBe('order');
  });

  test('are read with the words for what they refer to', () => {
    const shapes = shapesOf({
      people: own({ name: 'string', boss: 'people:optional', account: 'users' }),
    });
    expect(shapes.get('people')).toMatchObject({ one: 'person', publicReads: false });
    expect([...(shapes.get('people')?.singulars ?? [])]).toEqual([
      ['people', 'person'],
      ['users', 'user'],
    ]);
  });

  test('may refer to each other in a circle when one reference can be missing', () => {
    const circle = { cats: own({ dog: 'dogs:optional' }), dogs: own({ cat: 'cats' }) };
    expect([...shapesOf(circle).keys()]).toEqual(['cats', 'dogs']);
    const closed = { ...circle, cats: own({ dog: 'dogs' }) };
    expect(() => shapesOf(closed)).toThrow(/cats needs one of dogs needs one of cats/);
  });

  test.each<[string, ModuleAnswers, string, RegExp]>([
    ['a word', { Invoices: own({ a: 'text' }) }, 'PLINTH_NAME_INVALID', /no name of a module/],
    ['no plural', { invoice: own({ a: 'text' }) }, 'PLINTH_NAME_INVALID', /look like a plural/],
    ['a keyword', { classes: own({ a: 'text' }) }, 'PLINTH_NAME_INVALID', /needs itself/],
    ['its own variable', { events: own({ a: 'text' }) }, 'PLINTH_NAME_INVALID', /needs itself/],
    ['a practice', { jobs: own({ a: 'text' }) }, 'PLINTH_NAME_INVALID', /is a practice/],
    ['nothing', { cats: own({}) }, 'PLINTH_FIELD_INVALID', /has no field/],
    ['a keyword as field', { cats: own({ class: 'text' }) }, 'PLINTH_FIELD_INVALID', /a word of/],
    ['what is there', { cats: own({ createdAt: 'date' }) }, 'PLINTH_FIELD_INVALID', /is taken/],
    ['nobody', { cats: own({ dog: 'dogs' }) }, 'PLINTH_FIELD_INVALID', /no module "dogs"/],
    ['itself, always', { cats: own({ cat: 'cats' }) }, 'PLINTH_FIELD_INVALID', /needs one of/],
    ['a sample of none', { cats: { sample: true } }, 'PLINTH_UNKNOWN_MODULE', /no sample/],
    [
      'half a sample',
      { orders: { sample: true } },
      'PLINTH_MODULE_REQUIRED',
      /built on "products"/,
    ],
  ])('are refused when one is %s', (_, modules, code, message) => {
    expect(() => shapesOf(modules)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });

  test.each([
    ['decimel', 'Did you mean "decimal"?'],
    ['moneybags', 'decimal, bool, date, timestamp'],
  ])('with the type %s, which there is not, are told %s', (type, hint) => {
    expect(() => shapesOf({ cats: own({ total: type }) })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(hint) as string }),
    );
  });

  test('always have those that the base relies on', () => {
    expect(() => moduleShapes(pack, {})).toThrow(
      expect.objectContaining({ code: 'PLINTH_MODULE_REQUIRED' }),
    );
  });
});

describe('a command line', () => {
  test('gives one module after another', () => {
    const words = ['authors', 'name:string', 'best:books:optional', 'books', 'author:authors'];
    expect(modulesFrom(words)).toEqual({
      authors: own({ name: 'string', best: 'books:optional' }),
      books: own({ author: 'authors' }),
    });
  });

  test.each([
    [['__proto__', 'b-c:string'], 'PLINTH_FIELD_INVALID', 'no name of a field'],
    [['name:string'], 'PLINTH_FIELD_INVALID', 'belongs to no module'],
    [['cats', 'a:text', 'a:int'], 'PLINTH_FIELD_INVALID', 'is given twice'],
    [['cats', 'a:text', 'cats'], 'PLINTH_MODULE_EXISTS', 'is given twice'],
  ])('%j is refused', (words, code, message) => {
    expect(() => modulesFrom(words)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
  });

  test('adds no module twice, and takes none away that another uses', () => {
    const cats = own({ owner: 'dogs:optional' });
    const answers = answersWith({ ...users, cats, dogs: own({ name: 'text' }) });
    expect(() => withModules(answers, { cats })).toThrow(/is there already/);
    expect(() => withoutModules(pack, answers, ['dogs'])).toThrow(/"cats" uses "dogs"/);
    expect(() => withoutModules(pack, answers, ['birds'])).toThrow(
      expect.objectContaining({ code: 'PLINTH_UNKNOWN_MODULE' }),
    );
    expect(withoutModules(pack, answers, ['dogs', 'cats']).modules).toEqual(users);
  });
});
