import type { Expression, TemplateNode } from './pack.ts';

/** What a template calls: a helper with its arguments. */
export type Call = Exclude<Expression, string>;

/** Every call in a template, nested ones too. */
export function callsOf(nodes: readonly TemplateNode[]): readonly Call[] {
  return nodes.flatMap((node): readonly Call[] => {
    if (typeof node === 'string') return [];
    if ('print' in node) return callsIn(node.print);
    if ('fit' in node) return callsOf(node.fit);
    if ('each' in node) return [...callsIn(node.each), ...callsOf(node.body)];
    return [...callsIn(node.test), ...callsOf(node.then), ...callsOf(node.otherwise)];
  });
}

function callsIn(expression: Expression): readonly Call[] {
  return typeof expression === 'string' ? [] : [expression, ...expression.args.flatMap(callsIn)];
}
