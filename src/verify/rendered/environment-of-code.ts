import type { Problem, Rendered } from './check.ts';
import type { EnvironmentRead } from './code-environment.ts';
import { declaredVariables } from './declared-variables.ts';
import type { Example, ExampleVariable } from './env-example.ts';
import { codeOf, type ReadCode } from './imports.ts';
import { documentsOf, type ReadMarkdown } from './links.ts';

/** Set by the system, by npm or by a CI, not by whoever runs the service. */
const fromTheSystem: ReadonlySet<string> = new Set(['PATH', 'HOME', 'TMPDIR', 'CI', 'TZ']);

/** Differs between development, which `.env.example` is for, and production, which is safe by default. */
const mode = 'NODE_ENV';

/** Where the code and `.env.example` differ. */
export function codeProblems(
  { pack, tree }: Rendered,
  { path, variables }: Example,
  readCode: ReadCode,
  readMarkdown: ReadMarkdown,
): readonly Problem[] {
  const named = new Map(variables.map((variable) => [variable.name, variable]));
  const declared = declaredVariables(pack);
  const documented = new Set(
    documentsOf(tree, readMarkdown)
      .flatMap(({ facts }) => facts.code)
      .flatMap((code) => code.match(/\b[A-Z][A-Z0-9_]*\b/g) ?? []),
  );
  const reads = codeOf(tree, readCode)
    .filter(({ file }) => !/\.test\.[cm]?[jt]s$/.test(file.path))
    .flatMap(({ file, facts }) => facts.environment.map((read) => ({ file, ...read })));
  const read = new Set(reads.map(({ name }) => name));
  return [
    ...reads.flatMap(({ file, ...one }): readonly Problem[] => {
      const known =
        one.by === 'access'
          ? fromTheSystem.has(one.name) || documented.has(one.name)
          : one.optional && declared.has(one.name);
      const message = readProblem(one, named.get(one.name), known, path);
      return message === undefined ? [] : [{ path: file.path, message }];
    }),
    ...variables
      .filter(({ name }) => !read.has(name))
      .map(({ name }) => ({ path, message: `has ${name}, and no code reads it` })),
  ];
}

function readProblem(
  { name, fallback }: EnvironmentRead,
  variable: ExampleVariable | undefined,
  knownElsewhere: boolean,
  path: string,
): string | undefined {
  if (!variable) return knownElsewhere ? undefined : `reads ${name}, and ${path} does not have it`;
  const { value } = variable;
  if (fallback === undefined || value === undefined || name === mode) return undefined;
  if (fallback === value) return undefined;
  return `takes ${name} to be ${fallback} when it is not set, and ${path} says ${value}`;
}
