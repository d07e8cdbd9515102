import type { TreeFile } from '../../render/tree.ts';
import type { Problem, Rendered } from './check.ts';
import { declaredVariables } from './declared-variables.ts';
import { type Example, isNeededInProduction } from './env-example.ts';

/**
 * Where documents and operational files differ from `.env.example`. Those that depend on the selection
 * name no variable that the service lacks; what is the same in every service may explain all of its
 * options. What production needs is explained in some document.
 *
 * @param namesIn - the variables that a file names
 */
export function documentProblems(
  { pack, tree }: Rendered,
  { path, variables }: Example,
  namesIn: (file: TreeFile) => ReadonlySet<string> | undefined,
): readonly Problem[] {
  const here = new Set(variables.map(({ name }) => name));
  const absent = new Set([...declaredVariables(pack)].filter((name) => !here.has(name)));
  const files = [...tree.files.values()];
  const documents = files.filter((file) => file.path.endsWith('.md'));
  const explained = new Set(documents.flatMap((file) => [...(namesIn(file) ?? [])]));
  return [
    ...files
      .filter((file) => !file.copied && /(?:\.(?:md|ya?ml)|Dockerfile)$/.test(file.path))
      .flatMap((file) =>
        [...(namesIn(file) ?? [])]
          .filter((name) => absent.has(name))
          .map((name) => ({
            path: file.path,
            message: `names ${name}, which ${path} of this service does not have`,
          })),
      ),
    ...variables
      .filter((variable) => isNeededInProduction(variable) && !explained.has(variable.name))
      .map(({ name }) => ({ path, message: `has production need ${name}, and no document does` })),
  ];
}
