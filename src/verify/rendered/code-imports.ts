import type TypeScript from 'typescript';

/** One module that a source file names. */
export interface ImportFact {
  readonly specifier: string;
  /**
   * `types`: gone after compilation. `static`: loaded with the file. `dynamic`: loaded when its line is
   * reached. `url`: a file beside it, named by `new URL('…', import.meta.url)`.
   */
  readonly kind: 'types' | 'static' | 'dynamic' | 'url';
  /** The names that are imported from it; a namespace, a default or an effect has none here. */
  readonly names: readonly string[];
}

/** The module that a node of a source file names, if it does. */
export function importOf(ts: typeof TypeScript, node: TypeScript.Node): ImportFact | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const { importClause: clause, moduleSpecifier } = node;
    const named = clause?.namedBindings;
    return {
      specifier: moduleSpecifier.text,
      kind: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'types' : 'static',
      names: named && ts.isNamedImports(named) ? named.elements.map(originalName) : [],
    };
  }
  if (
    ts.isExportDeclaration(node) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  ) {
    const clause = node.exportClause;
    return {
      specifier: node.moduleSpecifier.text,
      kind: node.isTypeOnly ? 'types' : 'static',
      names: clause && ts.isNamedExports(clause) ? clause.elements.map(originalName) : [],
    };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal)
      ? { specifier: literal.text, kind: 'types', names: [] }
      : undefined;
  }
  return calledModule(ts, node);
}

/** `import('…')`, `require('…')`, `createRequire(…).resolve('…')`, `new URL('…', import.meta.url)`. */
function calledModule(ts: typeof TypeScript, node: TypeScript.Node): ImportFact | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const [first, second] = node.arguments ?? [];
  if (!first || !ts.isStringLiteral(first)) return undefined;
  const specifier = first.text;
  const called = node.expression;
  if (ts.isNewExpression(node)) {
    const isUrl = ts.isIdentifier(called) && called.text === 'URL';
    return isUrl && second && isImportMetaUrl(ts, second) && specifier.startsWith('.')
      ? { specifier, kind: 'url', names: [] }
      : undefined;
  }
  const loads =
    called.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(called) && called.text === 'require') ||
    (ts.isPropertyAccessExpression(called) &&
      called.name.text === 'resolve' &&
      ((ts.isIdentifier(called.expression) && called.expression.text === 'require') ||
        (ts.isCallExpression(called.expression) &&
          ts.isIdentifier(called.expression.expression) &&
          called.expression.expression.text === 'createRequire')));
  return loads ? { specifier, kind: 'dynamic', names: [] } : undefined;
}

function isImportMetaUrl(ts: typeof TypeScript, node: TypeScript.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'url' &&
    ts.isMetaProperty(node.expression)
  );
}

function originalName(element: {
  readonly name: { readonly text: string };
  readonly propertyName?: { readonly text: string } | undefined;
}): string {
  return (element.propertyName ?? element.name).text;
}
