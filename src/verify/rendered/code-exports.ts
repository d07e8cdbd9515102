import type TypeScript from 'typescript';

/** The names under which a statement exports what is declared in its file. */
export function exportedNames(
  ts: typeof TypeScript,
  statement: TypeScript.Statement,
): readonly string[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (!clause) return [];
    return ts.isNamedExports(clause)
      ? clause.elements.map(({ name }) => name.text)
      : [clause.name.text];
  }
  if (ts.isExportAssignment(statement)) return ['default'];
  if (!ts.canHaveModifiers(statement)) return [];
  const kinds = (ts.getModifiers(statement) ?? []).map(({ kind }) => kind);
  if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) return [];
  if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) return ['default'];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  }
  const { name } = statement as { readonly name?: TypeScript.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

function boundNames(ts: typeof TypeScript, name: TypeScript.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(ts, element.name) : [],
  );
}
