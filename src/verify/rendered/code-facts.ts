import type TypeScript from 'typescript';
import { environmentOf, type EnvironmentRead } from './code-environment.ts';
import { exportedNames } from './code-exports.ts';
import { importOf, type ImportFact } from './code-imports.ts';
import type { TextFile } from './text-file.ts';

/** What a source file says about others. */
export interface CodeFacts {
  readonly imports: readonly ImportFact[];
  readonly exports: ReadonlySet<string>;
  /** Modules of which it exports everything. */
  readonly exportsAllOf: readonly string[];
  readonly environment: readonly EnvironmentRead[];
}

/** Whether TypeScript reads a file of this name. */
export const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/**
 * Reads what a source file imports, exports and takes from the environment.
 *
 * @param ts - the compiler
 */
export function codeFacts(ts: typeof TypeScript, { path, text }: TextFile): CodeFacts {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const imports: ImportFact[] = [];
  const exports = new Set<string>();
  const exportsAllOf: string[] = [];
  const environment: EnvironmentRead[] = [];

  const visit = (node: TypeScript.Node): void => {
    const found = importOf(ts, node);
    if (found) imports.push(found);
    environment.push(...environmentOf(ts, node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    for (const name of exportedNames(ts, statement)) exports.add(name);
    if (!ts.isExportDeclaration(statement) || statement.exportClause) continue;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier)) {
      exportsAllOf.push(moduleSpecifier.text);
    }
  }
  return { imports, exports, exportsAllOf, environment };
}
