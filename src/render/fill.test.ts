import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { readSources } from '../pack/files.ts';
import { parseTemplate } from '../pack/template.ts';
import { templateHelpers } from '../pack/template-helpers.ts';
import { fill, type CallHelper, type Value } from './fill.ts';

const words: CallHelper = (helper, args) => {
  if (helper === 'has') return args[0] === 'cache';
  if (helper === 'slot') return args[0] === 'empty' ? '' : 'one\n\ntwo';
  return `<${[helper, ...args].join(' ')}>`;
};

const filled = (text: string): string => fill(parseTemplate(text, 'a.hbs'), words);

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

describe('every template of the built-in pack', () => {
  const folder = join(import.meta.dirname, '../../templates');
  const templates = readSources(folder).filter(({ path }) => path.endsWith('.hbs'));

  test.each(templates.map(({ path }) => path))('%s fills as Handlebars itself fills it', (path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    for (const truth of [true, false]) {
      const call: CallHelper = (helper, args): Value =>
        ['has', 'is', 'pmIs'].includes(helper) ? truth : `<${[helper, ...args].join(' ')}>`;
      expect(fill(parseTemplate(text, path), call), path).toBe(byHandlebars(text, call));
    }
  });
});

/** The same helpers under the real Handlebars, in the mode that the design asks for. */
function byHandlebars(text: string, call: CallHelper): string {
  const handlebars = Handlebars.create();
  for (const helper of Object.keys(templateHelpers)) {
    handlebars.registerHelper(helper, (...args: readonly unknown[]) => {
      const given = args.slice(0, -1) as readonly Value[];
      if (helper === 'and') return given.every(Boolean);
      if (helper === 'or') return given.some(Boolean);
      if (helper === 'not') return !given[0];
      return call(helper, given);
    });
  }
  return handlebars.compile(text, { noEscape: true, strict: true })({});
}
