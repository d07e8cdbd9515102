import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { readSources } from '../pack/files.ts';
import { parseModuleTemplate, parseTemplate } from '../pack/template.ts';
import { moduleHelpers, moduleLists, templateHelpers } from '../pack/template-helpers.ts';
import { fill, type CallHelper, type Filling, type Value } from './fill.ts';
import { fit } from './fit.ts';

const words: CallHelper = (helper, args) => {
  if (helper === 'has') return args[0] === 'cache';
  if (helper === 'slot') return args[0] === 'empty' ? '' : 'one\n\ntwo';
  return `<${[helper, ...args].join(' ')}>`;
};

/** Every list has two items, which say which they are. */
const from = (call: CallHelper, place = ''): Filling => ({
  call: (helper, args) => (helper === 'field' ? `<field${place}>` : call(helper, args)),
  items: (list) => [1, 2].map((n) => from(call, `${place} ${list} ${String(n)}`)),
});

const filled = (text: string): string => fill(parseModuleTemplate(text, 'a.hbs'), from(words));

test.each([
  ['{{name}} & {{run "a b"}}', '<name> & <run a b>'],
  ['{{#if (has "cache")}}yes{{else}}no{{/if}}', 'yes'],
  ['{{#unless (has "cache")}}yes{{else}}no{{/unless}}', 'no'],
  ['{{#if (has "queue")}}\nyes\n{{else if (has "cache")}}\nmaybe\n{{/if}}\nend', 'maybe\nend'],
  ['{{#if (and (has "cache") (not (has "queue")))}}yes{{/if}}', 'yes'],
  ['{{#if (or (has "queue") (has "cache"))}}yes{{/if}}', 'yes'],
  ['$\\{{ github.ref }}', '${{ github.ref }}'],
  ['{{! nothing }}text', 'text'],
  ['<b>{{name}}</b>', '<b><name></b>'],
  [
    '{{#each (fields)}}\n- {{field "camel"}}\n{{/each}}\n.',
    '- <field fields 1>\n- <field fields 2>\n.',
  ],
  ['{{#fit}}\na(\n  {{name}},\n)\n{{/fit}}\n.', 'a(<name>)\n.'],
])('%j becomes %j', (text, expected) => {
  expect(filled(text)).toBe(expected);
});

test('a slot alone on its line indents every line, and goes with its line when it is empty', () => {
  expect(filled('a:\n  {{slot "some"}}\nb\n')).toBe('a:\n  one\n\n  two\nb\n');
  expect(filled('a:\n  {{slot "empty"}}\nb\n')).toBe('a:\nb\n');
  expect(filled('{{slot "empty"}}\n{{slot "some"}}\n{{slot "empty"}}\nb\n')).toBe(
    'one\n\ntwo\nb\n',
  );
  expect(filled('x {{slot "some"}} y\n')).toBe('x one\n\ntwo y\n');
  expect(filled('{{#if (has "cache")}}\n  {{slot "some"}}\n{{/if}}\n')).toBe('  one\n\n  two\n');
});

test('printing a condition is a mistake', () => {
  expect(() => filled('{{has "cache"}}')).toThrow(
    expect.objectContaining({ code: 'PLINTH_TEMPLATE_INVALID' }),
  );
});

test.each([
  ['{{#each (fields)}}{{/each}}', 'only a template of every module goes through its fields'],
  ['{{field "camel"}}', 'or prints one'],
])('%s is refused elsewhere: %s', (text) => {
  expect(() => parseTemplate(text, 'a.hbs')).toThrow(
    expect.objectContaining({ code: 'PLINTH_TEMPLATE_INVALID' }),
  );
});

describe('every template of the built-in pack', () => {
  const folder = join(import.meta.dirname, '../../templates');
  const templates = readSources(folder).filter(({ path }) => path.endsWith('.hbs'));

  test.each(templates.map(({ path }) => path))('%s fills as Handlebars itself fills it', (path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    const parse = /^[^/]+\/module[@/]/.test(path) ? parseModuleTemplate : parseTemplate;
    for (const truth of [true, false]) {
      const call: CallHelper = (helper, args): Value =>
        truths.has(helper) ? truth : `<${[helper, ...args].join(' ')}>`;
      expect(fill(parse(text, path), from(call)), path).toBe(byHandlebars(text, from(call)));
    }
  });
});

const truths = new Set(['has', 'hasModule', 'is', 'pmIs', 'fieldIs', 'someField', 'publicReads']);

/** The same helpers under the real Handlebars, in the mode that the design asks for. */
function byHandlebars(text: string, whole: Filling): string {
  const handlebars = Handlebars.create();
  for (const helper of Object.keys({ ...templateHelpers, ...moduleHelpers })) {
    handlebars.registerHelper(helper, function (this: Filling, ...args: readonly unknown[]) {
      const given = args.slice(0, -1) as readonly Value[];
      if (helper === 'and') return given.every(Boolean);
      if (helper === 'or') return given.some(Boolean);
      if (helper === 'not') return !given[0];
      return this.call(helper, given);
    });
  }
  for (const list of Object.keys(moduleLists)) {
    handlebars.registerHelper(list, function (this: Filling, ...args: readonly unknown[]) {
      return this.items(list, args.slice(0, -1) as readonly Value[]);
    });
  }
  handlebars.registerHelper('fit', function (this: Filling, { fn }: Handlebars.HelperOptions) {
    return fit(fn(this));
  });
  return handlebars.compile(text, { noEscape: true, strict: true })(whole);
}
