import type { Check, Problem } from './check.ts';
import type { ImportFact } from './code-imports.ts';
import { codeOf, type ReadCode } from './imports.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { packageOf, typesOf } from './packages.ts';
import { shippedIn } from './shipped.ts';

/**
 * Every package that is imported is in package.json, and what runs in production finds its own among the
 * dependencies: those for development are not installed there. What an `import()` loads may be missing.
 */
export function declaredDependencies(readCode: ReadCode): Check {
  return {
    name: 'declared dependencies',
    find: (rendered) => {
      const manifest = manifestOf(rendered);
      if (!manifest) return [];
      const shipped = shippedIn(rendered.tree);
      return codeOf(rendered.tree, readCode).flatMap(({ file: { path }, facts }) =>
        facts.imports.flatMap((found): readonly Problem[] => {
          const message = problemOf(manifest, found, shipped(path));
          return message === undefined ? [] : [{ path, message }];
        }),
      );
    },
  };
}

function problemOf(
  { path, dependencies, devDependencies }: Manifest,
  { specifier, kind }: ImportFact,
  shipped: boolean,
): string | undefined {
  const name = packageOf(specifier);
  if (name === undefined || Object.hasOwn(dependencies, name)) return undefined;
  if (Object.hasOwn(devDependencies, name)) {
    return shipped && kind === 'static'
      ? `imports ${name} in production, and ${path} has it for development only`
      : undefined;
  }
  // A program that brings its modules itself, such as a load generator, leaves only their types to npm.
  if (!shipped && Object.hasOwn(devDependencies, typesOf(name))) return undefined;
  return `imports ${name}, and ${path} does not have it`;
}
