import Handlebars from 'handlebars';
import { PlinthError } from './error.ts';
import type { Expression, TemplateNode } from './pack.ts';
import { didYouMean } from './suggest.ts';
import type { Call } from './template-calls.ts';
import {
  moduleHelpers,
  moduleLists,
  multiLineHelpers,
  templateHelpers,
} from './template-helpers.ts';
import { templateWords } from './template-words.ts';

/** What is being parsed, and what it may call. */
interface Source {
  readonly path: string;
  readonly helpers: typeof templateHelpers;
  readonly lists: typeof templateHelpers;
}

/**
 * Parses a template with Handlebars and keeps of its syntax tree what the fixed helpers need.
 * What is left is plain data, so that a compiled pack cannot smuggle code into a rendering.
 *
 * @param text - the template's text
 * @param path - the file, for messages
 * @returns the nodes in order
 * @throws PlinthError `PLINTH_TEMPLATE_INVALID` with file and line
 */
export function parseTemplate(text: string, path: string): readonly TemplateNode[] {
  return parse(text, { path, helpers: templateHelpers, lists: {} });
}

/** {@link parseTemplate} for one that is rendered for each module, and may ask about it. */
export function parseModuleTemplate(text: string, path: string): readonly TemplateNode[] {
  const helpers = { ...templateHelpers, ...moduleHelpers };
  return parse(text, { path, helpers, lists: moduleLists });
}

function parse(text: string, source: Source): readonly TemplateNode[] {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw invalid(
      source.path,
      Number(/line (\d+)/.exec(message)?.[1] ?? 1),
      message.split('\n')[0] ?? '',
    );
  }
  return nodesOf(program.body, source);
}

function nodesOf(body: readonly hbs.AST.Statement[], source: Source): readonly TemplateNode[] {
  const alone = body.map((node, index) =>
    standsAlone(node, body[index - 1], body[index + 1], source),
  );
  return body.flatMap((node, index): readonly TemplateNode[] => {
    const line = node.loc.start.line;
    if (isContent(node)) {
      let value = node.value;
      if (alone[index - 1] !== undefined) value = value.replace(/^[ \t]*\r?\n/, '');
      if (alone[index + 1] !== undefined) value = value.replace(/[ \t]*$/, '');
      return value === '' ? [] : [value];
    }
    if (isMustache(node)) {
      const print = callOf(node.path, node.params, node.hash, source, line);
      const indent = alone[index];
      return [indent === undefined ? { print } : { print, indent }];
    }
    if (isBlock(node)) return [blockOf(node, source, line)];
    if (node.type === 'CommentStatement') return [];
    throw invalid(source.path, line, `templates have no ${node.type}`);
  });
}

/** The indentation of a tag that may print several lines and has its line to itself. */
function standsAlone(
  node: hbs.AST.Statement,
  before: hbs.AST.Statement | undefined,
  after: hbs.AST.Statement | undefined,
  source: Source,
): string | undefined {
  if (!isMustache(node)) return undefined;
  const call = callOf(node.path, node.params, node.hash, source, node.loc.start.line);
  if (typeof call === 'string' || !multiLineHelpers.has(call.helper)) return undefined;
  const indent = before === undefined ? '' : lineStart(before);
  const ends = after === undefined || (isContent(after) && /^[ \t]*(\r?\n|$)/.test(after.value));
  return ends ? indent : undefined;
}

function lineStart(before: hbs.AST.Statement): string | undefined {
  if (!isContent(before)) return before.type === 'BlockStatement' ? '' : undefined;
  return /(?:^|\n)([ \t]*)$/.exec(before.value)?.[1];
}

function blockOf(block: hbs.AST.BlockStatement, source: Source, line: number): TemplateNode {
  switch (block.path.original) {
    case 'each':
      return loopOf(block, source, line);
    case 'fit':
      return { fit: nodesOf(block.program.body, source) };
    default:
      return choiceOf(block, source, line);
  }
}

function loopOf(block: hbs.AST.BlockStatement, source: Source, line: number): TemplateNode {
  const [list] = block.params;
  if (!list || block.params.length !== 1 || !isSubExpression(list) || isProgram(block.inverse)) {
    throw invalid(source.path, line, '{{#each}} takes one list in parentheses, and no {{else}}');
  }
  const each = callOf(
    list.path,
    list.params,
    list.hash,
    { ...source, helpers: source.lists },
    line,
  );
  return { each, body: nodesOf(block.program.body, source) };
}

function choiceOf(block: hbs.AST.BlockStatement, source: Source, line: number): TemplateNode {
  const kind = block.path.original;
  if ((kind !== 'if' && kind !== 'unless') || block.params.length !== 1) {
    throw invalid(
      source.path,
      line,
      `templates have {{#if}}, {{#unless}}, {{#each}} and {{#fit}}, not {{#${kind}}}`,
    );
  }
  const [condition] = block.params;
  if (!condition) throw invalid(source.path, line, `{{#${kind}}} needs a condition`);
  const test = expressionOf(condition, source, line);
  const then = nodesOf(block.program.body, source);
  // Its types promise an inverse; Handlebars has none where there is no {{else}}.
  const otherwise = isProgram(block.inverse) ? nodesOf(block.inverse.body, source) : [];
  return kind === 'if' ? { test, then, otherwise } : { test, then: otherwise, otherwise: then };
}

function callOf(
  callee: hbs.AST.Expression,
  params: readonly hbs.AST.Expression[],
  hash: hbs.AST.Hash | undefined,
  source: Source,
  line: number,
): Expression {
  if (hash && hash.pairs.length > 0)
    throw invalid(source.path, line, 'a call takes no named arguments');
  if (!isPath(callee)) return expressionOf(callee, source, line);
  const helper = callee.original;
  const { helpers } = source;
  const arity = Object.hasOwn(helpers, helper) ? helpers[helper] : undefined;
  if (!arity) {
    const known = Object.keys(helpers).join(', ');
    const has = known === '' ? 'only the templates of modules have lists' : `there is ${known}`;
    throw invalid(source.path, line, `{{${helper}}} is not known; ${has}`);
  }
  const [least, most] = arity;
  if (params.length < least || params.length > most) {
    const takes = least === most ? String(least) : `${String(least)} to ${String(most)}`;
    throw invalid(
      source.path,
      line,
      `{{${helper}}} takes ${takes} arguments, not ${String(params.length)}`,
    );
  }
  const args = params.map((param) => expressionOf(param, source, line));
  refuseOtherWords({ helper, args }, source, line);
  return { helper, args };
}

/** Refuses an argument that is none of the words which the helper takes. */
function refuseOtherWords({ helper, args }: Call, { path }: Source, line: number): void {
  const known = Object.hasOwn(templateWords, helper) ? templateWords[helper] : undefined;
  const other = known && args.find((arg) => typeof arg !== 'string' || !known.includes(arg));
  if (!known || other === undefined) return;
  if (typeof other !== 'string') {
    const problem = `{{${helper}}} takes a word in quotes, not what {{${other.helper}}} is`;
    throw invalid(path, line, problem, `There is: ${known.join(', ')}.`);
  }
  throw invalid(path, line, `{{${helper}}} does not know "${other}"`, didYouMean(other, known));
}

function expressionOf(node: hbs.AST.Expression, source: Source, line: number): Expression {
  if (isText(node)) return node.value;
  if (isSubExpression(node)) return callOf(node.path, node.params, node.hash, source, line);
  if (isPath(node)) return callOf(node, [], undefined, source, line);
  throw invalid(source.path, line, `an argument is a string or a call, not a ${node.type}`);
}

const isProgram = (node: unknown): node is hbs.AST.Program =>
  typeof node === 'object' && node !== null && 'body' in node;
const isContent = (node: hbs.AST.Node): node is hbs.AST.ContentStatement =>
  node.type === 'ContentStatement';
const isMustache = (node: hbs.AST.Node): node is hbs.AST.MustacheStatement =>
  node.type === 'MustacheStatement';
const isBlock = (node: hbs.AST.Node): node is hbs.AST.BlockStatement =>
  node.type === 'BlockStatement';
const isText = (node: hbs.AST.Node): node is hbs.AST.StringLiteral => node.type === 'StringLiteral';
const isPath = (node: hbs.AST.Node): node is hbs.AST.PathExpression =>
  node.type === 'PathExpression';
const isSubExpression = (node: hbs.AST.Node): node is hbs.AST.SubExpression =>
  node.type === 'SubExpression';

function invalid(
  path: string,
  line: number,
  problem: string,
  hint = 'docs/packs.md lists what a template can read.',
): PlinthError {
  return new PlinthError('PLINTH_TEMPLATE_INVALID', problem, { path, line, hint });
}
