import { LineCounter, isMap, isPair, isScalar, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { PlinthError } from './error.ts';
import type { PlinthErrorCode } from './error-codes.ts';
import { didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** Keys that mean something to JavaScript itself; no honest manifest needs them. */
const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** What kind of file it is: the code of its mistakes, and the page that describes its form. */
export interface FileKind {
  readonly code: PlinthErrorCode;
  readonly page: string;
}

const packFile: FileKind = { code: 'PLINTH_PACK_INVALID', page: 'docs/packs.md' };

/**
 * Reads a YAML 1.2 file, which may be JSON.
 *
 * @param text - the file's text
 * @param path - the file, for messages
 * @param schema - the form that it must have
 * @param kind - absent: a file of a pack
 * @returns the value, with the schema's defaults filled in
 * @throws PlinthError `PLINTH_PACK_INVALID`, or the code of its kind, with file, line and fix
 */
export function parseYaml<S extends z.ZodType>(
  text: string,
  path: string,
  schema: S,
  kind: FileKind = packFile,
): z.output<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [problem] = document.errors;
  if (problem) {
    throw new PlinthError(kind.code, problem.message, {
      path,
      line: lines.linePos(problem.pos[0]).line,
      hint: 'Mend the YAML.',
    });
  }
  refuseUnsafeKeys(document, path, lines, kind.code);
  refuseLostAliases(document, path, lines, kind.code);
  const result = schema.safeParse(valueOf(document, path, kind.code));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (!issue) throw new Error('zod refused a value without an issue');
  const known = knownKeys(schema, issue.path);
  const { message, hint, at } = describe(deepest(issue), known, kind.page);
  throw new PlinthError(kind.code, message, {
    path,
    line: lineOf(document, lines, at),
    hint,
  });
}

function refuseUnsafeKeys(
  document: Document,
  path: string,
  lines: LineCounter,
  code: PlinthErrorCode,
): void {
  visit(document, {
    Pair(_, pair) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (!unsafeKeys.has(key)) return;
      throw new PlinthError(code, `the key "${key}" is not allowed`, {
        path,
        line:
          isScalar(pair.key) && pair.key.range ? lines.linePos(pair.key.range[0]).line : undefined,
        hint: 'Choose another name.',
      });
    },
  });
}

/** A glob that begins with `*` and stands without quotes is an alias too. */
function refuseLostAliases(
  document: Document,
  path: string,
  lines: LineCounter,
  code: PlinthErrorCode,
): void {
  const anchors = new Map<string, unknown>();
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Alias(_, alias, above) {
      const target = anchors.get(alias.source);
      if (target !== undefined && !above.some((node) => node === target)) return;
      const problem =
        target !== undefined ? 'stands inside of what it names' : 'names no anchor of this file';
      throw new PlinthError(code, `the alias *${alias.source} ${problem}`, {
        path,
        line: alias.range ? lines.linePos(alias.range[0]).line : undefined,
        hint: 'Text that begins with * needs quotes in YAML.',
      });
    },
  });
}

function valueOf(document: Document, path: string, code: PlinthErrorCode): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // A few lines can stand for more data than there is memory.
    throw new PlinthError(code, error instanceof Error ? error.message : String(error), {
      path,
      hint: 'Write out what the aliases stand for.',
    });
  }
}

/** A union says only that no branch fits; the branch that got furthest says why. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
  if (!inner || inner.path.length === 0) return issue;
  return deepest({ ...inner, path: [...issue.path, ...inner.path] });
}

interface Description {
  readonly message: string;
  readonly hint: string;
  readonly at: readonly PropertyKey[];
}

function describe(issue: Issue, known: readonly string[], page: string): Description {
  const where = issue.path.map(String).join('.');
  const at = issue.path;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return {
      message: `${where === '' ? '' : `${where}: `}the key "${key}" is not known`,
      hint: known.length === 0 ? `See ${page} for the keys that exist.` : didYouMean(key, known),
      at: [...at, key],
    };
  }
  return {
    message: `${where === '' ? 'the file' : where}: ${issue.message}`,
    hint: `Give ${where === '' ? 'it' : `"${where}"`} the form that ${page} describes.`,
    at,
  };
}

/** The keys that an object on the way to `at` may have; none when the form is not that simple. */
function knownKeys(schema: z.core.$ZodType, at: readonly PropertyKey[]): readonly string[] {
  let form = schema;
  for (const step of at) form = inner(form, step);
  const bare = unwrapped(form);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

function inner(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType {
  const form = unwrapped(schema);
  if (form instanceof z.ZodObject) return (form.shape as z.core.$ZodShape)[String(step)] ?? form;
  if (form instanceof z.ZodRecord) return form.valueType;
  if (form instanceof z.ZodArray) return form.element;
  return form;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap())
    : schema;
}

/** The line of the deepest node on the way to `at`: a missing key is shown at its parent. */
function lineOf(document: Document, lines: LineCounter, at: readonly PropertyKey[]): number {
  let offset = document.contents?.range?.[0] ?? 0;
  for (let depth = at.length; depth > 0; depth -= 1) {
    const parent: unknown = document.getIn(at.slice(0, depth - 1).map(String), true);
    const container = depth === 1 ? document.contents : parent;
    const key = String(at[depth - 1]);
    if (isMap(container)) {
      const pair = container.items.find((item) => isPair(item) && String(item.key) === key);
      if (pair && isScalar(pair.key) && pair.key.range)
        return lines.linePos(pair.key.range[0]).line;
    }
    const node: unknown = document.getIn(at.slice(0, depth), true);
    if (hasRange(node)) {
      offset = node.range[0];
      break;
    }
  }
  return lines.linePos(offset).line;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
