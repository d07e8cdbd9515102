import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type TypeScript from 'typescript';
import { components } from './components.ts';

type Compiler = typeof TypeScript;

/** What the types of a file can depend on. */
export interface TypeSurfaces {
  /** A digest of a file's text, and of all types that it can see. `undefined`: no program has the file. */
  seenBy(path: string): string | undefined;
}

/** Digest of a file and of what it imports → what it declares. */
const declarations = new Map<string, string>();

/**
 * Finds what the types of each file can depend on: its text, and the declarations of what it imports.
 * A file whose declarations stay the same hides what has changed behind it, as in the incremental builds
 * of TypeScript itself (`src/compiler/builderState.ts`, "shape signature"), which this follows; files
 * that import each other in a circle are taken by their whole text.
 *
 * @param folder - absolute; paths are relative to it
 */
export function typeSurfaces(
  ts: Compiler,
  folder: string,
  programs: readonly TypeScript.Program[],
): TypeSurfaces {
  const sources = new Map<
    string,
    { readonly file: TypeScript.SourceFile; readonly program: TypeScript.Program }
  >();
  for (const program of programs) {
    for (const file of program.getSourceFiles()) {
      const path = posix.relative(folder, file.fileName);
      if (path.startsWith('..') || path.includes('node_modules/') || sources.has(path)) continue;
      sources.set(path, { file, program });
    }
  }
  const imports = new Map(
    [...sources].map(([path, { file }]) => [
      path,
      importsOf(ts, path, file.text).filter((name) => sources.has(name)),
    ]),
  );
  const surfaces = new Map<string, string>();
  const known = (paths: readonly string[]): readonly string[] =>
    paths.flatMap((path) => surfaces.get(path) ?? []);

  for (const component of components(imports)) {
    const [path = ''] = component;
    const source = sources.get(path);
    const neighbours = imports.get(path) ?? [];
    if (!source || component.length > 1 || neighbours.includes(path)) {
      const texts = component.map((name) => `${name} ${sources.get(name)?.file.text ?? ''}`);
      const outside = component.flatMap((name) => imports.get(name) ?? []);
      const digest = digestOf([...texts, ...known(outside)]);
      for (const name of component) surfaces.set(name, digest);
      continue;
    }
    const text = declarationsOf(source, digestOf([path, source.file.text, ...known(neighbours)]));
    const named = importsOf(ts, path, text);
    surfaces.set(path, digestOf([path, text, ...known(named)]));
  }
  // What a file adds to other modules is seen by those who do not import it.
  const everywhere = [...sources]
    .filter(([, { file }]) => /\bdeclare\s+(?:module|global)\b/.test(file.text))
    .flatMap(([path]) => known([path]));
  return {
    seenBy: (path) => {
      const source = sources.get(path);
      if (!source) return undefined;
      return digestOf([path, source.file.text, ...known(imports.get(path) ?? []), ...everywhere]);
    },
  };
}

/** The paths beside a file that it imports, for types or values, at once or later. */
function importsOf(ts: Compiler, path: string, text: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => posix.join(posix.dirname(path), fileName));
}

/** What a file declares for others; its whole text when the compiler cannot say. */
function declarationsOf(
  { file, program }: { readonly file: TypeScript.SourceFile; readonly program: TypeScript.Program },
  key: string,
): string {
  const before = declarations.get(key);
  if (before !== undefined) return before;
  let text = file.text;
  if (!file.isDeclarationFile) {
    const written: string[] = [];
    // The last argument, for which there is no type, is what the compiler's own builder passes.
    const emit = program.emit.bind(program) as (
      ...all: readonly unknown[]
    ) => TypeScript.EmitResult;
    const write: TypeScript.WriteFileCallback = (_, declared) => written.push(declared);
    const { diagnostics } = emit(file, write, undefined, true, undefined, true);
    if (written.length === 1 && diagnostics.length === 0) text = written.join('');
  }
  declarations.set(key, text);
  return text;
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
