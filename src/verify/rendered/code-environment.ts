import type TypeScript from 'typescript';

/** A variable of the environment that a source file reads. */
export interface EnvironmentRead {
  readonly name: string;
  /** `schema`: a property of an object schema. `access`: taken from `process.env` or the like. */
  readonly by: 'schema' | 'access';
  /** The schema says that it may be left out. */
  readonly optional: boolean;
  /** The literal after `default:`, as text, where a schema has one. */
  readonly fallback?: string | undefined;
}

const variable = /^[A-Z][A-Z0-9_]*$/;

/**
 * The variables that a node of a source file reads. A schema is an object with names in capitals that is
 * given to a function called `object` or `Object` (`Type.Object({ PORT: … })`, `z.object({ … })`).
 */
export function environmentOf(
  ts: typeof TypeScript,
  node: TypeScript.Node,
  source: TypeScript.SourceFile,
): readonly EnvironmentRead[] {
  if (ts.isCallExpression(node)) return schemaReads(ts, node);
  if (ts.isPropertyAccessExpression(node)) {
    return accessed(ts, node.expression, [node.name.text]);
  }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
    return accessed(ts, node.expression, [node.argumentExpression.text]);
  }
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectBindingPattern(node.name)) {
    const names = node.name.elements.map(({ propertyName, name }) =>
      (propertyName ?? name).getText(source),
    );
    return accessed(ts, node.initializer, names);
  }
  return [];
}

function schemaReads(
  ts: typeof TypeScript,
  { expression, arguments: [shape] }: TypeScript.CallExpression,
): readonly EnvironmentRead[] {
  const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(called) || !/^(?:strict)?object$/i.test(called.text)) return [];
  if (!shape || !ts.isObjectLiteralExpression(shape)) return [];
  return shape.properties.flatMap((property): readonly EnvironmentRead[] => {
    if (!ts.isPropertyAssignment(property)) return [];
    const name = nameOf(ts, property.name);
    if (!variable.test(name)) return [];
    const { initializer } = property;
    const optional = isOptional(ts, initializer);
    return [{ name, by: 'schema', optional, fallback: fallbackOf(ts, initializer) }];
  });
}

function nameOf(ts: typeof TypeScript, name: TypeScript.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

/** `Type.Optional(…)` and `z.string().optional()`. */
function isOptional(ts: typeof TypeScript, schema: TypeScript.Expression): boolean {
  if (!ts.isCallExpression(schema) || !ts.isPropertyAccessExpression(schema.expression))
    return false;
  return /^optional$/i.test(schema.expression.name.text);
}

/** The literal of the `default` among the arguments of a schema. */
function fallbackOf(ts: typeof TypeScript, schema: TypeScript.Expression): string | undefined {
  if (!ts.isCallExpression(schema)) return undefined;
  for (const argument of schema.arguments) {
    if (!ts.isObjectLiteralExpression(argument)) continue;
    for (const property of argument.properties) {
      if (!ts.isPropertyAssignment(property) || nameOf(ts, property.name) !== 'default') continue;
      const { initializer } = property;
      if (ts.isNumericLiteral(initializer)) return String(Number(initializer.text));
      if (ts.isStringLiteral(initializer)) return initializer.text;
    }
  }
  return undefined;
}

function accessed(
  ts: typeof TypeScript,
  from: TypeScript.Expression,
  names: readonly string[],
): readonly EnvironmentRead[] {
  const last = ts.isPropertyAccessExpression(from) ? from.name : from;
  if (!ts.isIdentifier(last) || !/^(?:env|__ENV)$/.test(last.text)) return [];
  return names
    .filter((name) => variable.test(name))
    .map((name) => ({ name, by: 'access', optional: true }));
}
