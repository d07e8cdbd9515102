import type { Tree, TreeFile } from '../../render/tree.ts';
import type { Check } from './check.ts';
import { codeOf, type ReadCode } from './imports.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { packageOf, typesOf } from './packages.ts';
import { oncePerFile } from './text-file.ts';

/** What the engine adds to each package.json by itself. */
const addedByTheEngine: ReadonlySet<string> = new Set(['create-plinth', 'node']);

/**
 * Every package in package.json is used: imported, run by a script, named by a configuration, or the
 * types of one that is. What else a service needs, the pack says with a reason: `unnamed` of
 * versions.yaml.
 */
export function usedDependencies(readCode: ReadCode): Check {
  const wordsOf = oncePerFile(({ text }) => words(text));
  return {
    name: 'used dependencies',
    find: (rendered) => {
      const manifest = manifestOf(rendered);
      if (!manifest) return [];
      const named = new Set([
        ...importedPackages(rendered.tree, readCode),
        ...Object.values(manifest.scripts).flatMap(words),
        ...configurationWords(rendered.tree, manifest, wordsOf),
      ]);
      // A program that brings its modules itself leaves only their types to npm.
      const types = new Map([...named].map((name) => [typesOf(name), name]));
      return [manifest.dependencies, manifest.devDependencies]
        .flatMap((dependencies) => Object.keys(dependencies))
        .filter((name) => !named.has(name) && !types.has(name))
        .filter(
          (name) => !addedByTheEngine.has(name) && !Object.hasOwn(rendered.pack.unnamed, name),
        )
        .map((name) => ({
          path: manifest.path,
          message: `has ${name}, and nothing in the service names it`,
        }));
    },
  };
}

function importedPackages(tree: Tree, readCode: ReadCode): readonly string[] {
  return codeOf(tree, readCode).flatMap(({ facts }) =>
    facts.imports.flatMap(({ specifier }) => packageOf(specifier) ?? []),
  );
}

function configurationWords(
  { files }: Tree,
  manifest: Manifest,
  wordsOf: (file: TreeFile) => readonly string[] | undefined,
): readonly string[] {
  return [...files.values()]
    .filter(({ path }) => /(?:\.(?:json|ya?ml|toml)|rc)$/.test(path) && path !== manifest.path)
    .flatMap((file) => wordsOf(file) ?? []);
}

const words = (text: string): readonly string[] => text.split(/[\s"'`=,;&|:[\]{}()]+/);
