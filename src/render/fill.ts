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

/** What a stretch of text hangs on: a choice that was made, a list that it is repeated for, a value. */
export type Ground =
  | { readonly kind: 'choice'; readonly test: Expression; readonly held: boolean }
  | { readonly kind: 'list' | 'value'; readonly of: Expression };

/** A stretch of a filled template. */
export interface Stretch {
  readonly text: string;
  /** From the outside in; empty: it is always there. */
  readonly grounds: readonly Ground[];
}

/**
 * Fills a parsed template, as Handlebars does with `noEscape` and `strict`; a test compares the two.
 *
 * @param nodes - from `parseTemplate`
 * @param from - the helpers and lists
 * @returns the text
 */
export function fill(nodes: readonly TemplateNode[], from: Filling): string {
  return joined(stretchesOf(nodes, from));
}

/**
 * The text of {@link fill} in stretches, each with what put it there.
 *
 * @param grounds - of what stands around the nodes
 */
export function stretchesOf(
  nodes: readonly TemplateNode[],
  from: Filling,
  grounds: readonly Ground[] = [],
): readonly Stretch[] {
  return nodes.flatMap((node): Stretch | readonly Stretch[] => {
    if (typeof node === 'string') return { text: node, grounds };
    if ('print' in node) {
      const text = printed(valueOf(node.print, from.call), node.indent);
      return { text, grounds: [...grounds, { kind: 'value', of: node.print }] };
    }
    if ('fit' in node) return { text: fit(joined(stretchesOf(node.fit, from))), grounds };
    if ('each' in node) {
      const repeated: readonly Ground[] = [...grounds, { kind: 'list', of: node.each }];
      return itemsOf(node.each, from).flatMap((item) => stretchesOf(node.body, item, repeated));
    }
    const { test, then, otherwise } = node;
    const held = isTrue(valueOf(test, from.call));
    return stretchesOf(held ? then : otherwise, from, [...grounds, { kind: 'choice', test, held }]);
  });
}

function joined(stretches: readonly Stretch[]): string {
  return stretches.map(({ text }) => text).join('');
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
