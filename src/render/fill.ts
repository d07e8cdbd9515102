import { PlinthError } from '../pack/error.ts';
import type { Expression, TemplateNode } from '../pack/pack.ts';
import { fit } from './fit.ts';

/** What a call in a template yields. */
export type Value = string | boolean;

/** Answers the calls of a template: the fixed helpers, bound to one service and one file. */
export type CallHelper = (helper: string, args: readonly Value[]) => Value;

/** What a template is filled from. */
export interface Filling {
  readonly call: CallHelper;
  /** The items of a list, each as what a part is filled from that is about it. */
  items(list: string, args: readonly Value[]): readonly Filling[];
}

/**
 * Fills a parsed template, as Handlebars does with `noEscape` and `strict`; a test compares the two.
 *
 * @param nodes - from `parseTemplate`
 * @param from - the helpers and lists
 * @returns the text
 */
export function fill(nodes: readonly TemplateNode[], from: Filling): string {
  let text = '';
  for (const node of nodes) {
    if (typeof node === 'string') text += node;
    else if ('print' in node) text += printed(valueOf(node.print, from.call), node.indent);
    else if ('fit' in node) text += fit(fill(node.fit, from));
    else if ('each' in node) {
      for (const item of itemsOf(node.each, from)) text += fill(node.body, item);
    } else {
      text += fill(isTrue(valueOf(node.test, from.call)) ? node.then : node.otherwise, from);
    }
  }
  return text;
}

function itemsOf(list: Expression, from: Filling): readonly Filling[] {
  if (typeof list === 'string') return [];
  const args = list.args.map((arg) => valueOf(arg, from.call));
  return from.items(list.helper, args);
}

/** `and` and `or` stop early, so that a template may guard a call that would fail. */
function valueOf(expression: Expression, call: CallHelper): Value {
  if (typeof expression === 'string') return expression;
  const { helper, args } = expression;
  if (helper === 'not') return !args.some((arg) => isTrue(valueOf(arg, call)));
  if (helper === 'and') return args.every((arg) => isTrue(valueOf(arg, call)));
  if (helper === 'or') return args.some((arg) => isTrue(valueOf(arg, call)));
  return call(
    helper,
    args.map((arg) => valueOf(arg, call)),
  );
}

function isTrue(value: Value): boolean {
  return value !== false && value !== '';
}

/** A tag alone on its line takes the line away when it prints nothing. */
function printed(value: Value, indent: string | undefined): string {
  if (typeof value === 'boolean') {
    throw new PlinthError('PLINTH_TEMPLATE_INVALID', 'a template prints a condition', {
      hint: 'Write {{#if …}}.',
    });
  }
  if (indent === undefined) return value;
  if (value === '') return '';
  return value
    .split('\n')
    .map((line) => (line === '' ? '\n' : `${indent}${line}\n`))
    .join('');
}
