import { posix } from 'node:path';
import type { Tree, TreeFile } from '../../render/tree.ts';
import type { Check, Problem } from './check.ts';
import { isCode, type CodeFacts } from './code-facts.ts';
import type { ImportFact } from './code-imports.ts';

/** What a source file says; `undefined` for one that is no text. */
export type ReadCode = (file: TreeFile) => CodeFacts | undefined;

/** Every import of a file leads to one of the service, and that one exports what is imported. */
export function imports(readCode: ReadCode): Check {
  return {
    name: 'imports',
    find: ({ tree }) =>
      codeOf(tree, readCode).flatMap(({ file, facts }) =>
        facts.imports
          .filter(({ specifier }) => specifier.startsWith('.'))
          .flatMap((found) => {
            const message = problemOf(tree, readCode, file.path, found);
            return message === undefined ? [] : [{ path: file.path, message }];
          }),
      ),
  };
}

/** The source files of a service with what they say. */
export function codeOf(
  tree: Tree,
  readCode: ReadCode,
): readonly { readonly file: TreeFile; readonly facts: CodeFacts }[] {
  return [...tree.files.values()].flatMap((file) => {
    const facts = isCode(file.path) ? readCode(file) : undefined;
    return facts ? [{ file, facts }] : [];
  });
}

function problemOf(
  tree: Tree,
  readCode: ReadCode,
  from: string,
  { specifier, kind, names }: ImportFact,
): Problem['message'] | undefined {
  const path = posix.join(posix.dirname(from), specifier);
  // A folder is named to list it.
  if (kind === 'url' && path.endsWith('/')) return undefined;
  if (path.startsWith('..')) return `imports ${specifier}, which is outside the service`;
  const target = tree.files.get(path);
  if (!target) return `imports ${specifier}, and there is no ${path}`;
  const missing = names.filter((name) => !exported(tree, readCode, target, name, new Set()));
  if (missing.length === 0) return undefined;
  return `imports ${missing.join(', ')} from ${specifier}, which does not export it`;
}

function exported(
  tree: Tree,
  readCode: ReadCode,
  file: TreeFile,
  name: string,
  seen: Set<string>,
): boolean {
  const facts = isCode(file.path) ? readCode(file) : undefined;
  if (!facts || facts.exports.has(name)) return true;
  seen.add(file.path);
  return facts.exportsAllOf.some((specifier) => {
    if (!specifier.startsWith('.')) return true;
    const path = posix.join(posix.dirname(file.path), specifier);
    const next = tree.files.get(path);
    return next !== undefined && !seen.has(path) && exported(tree, readCode, next, name, seen);
  });
}
