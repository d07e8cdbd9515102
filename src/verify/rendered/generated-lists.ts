import { posix } from 'node:path';
import type { Pack, WriterName } from '../../pack/pack.ts';
import type { Tree } from '../../render/tree.ts';
import type { Check, Problem, Rendered } from './check.ts';
import { pathOf } from './manifest.ts';
import { textAt } from './text-file.ts';

/**
 * The generated lists are whole and name nothing else: every practice and module stands in its list, and
 * the rules on what may import what are about practices that are there. That the others lead somewhere is
 * for the check of imports.
 */
export function generatedLists(): Check {
  return {
    name: 'generated lists',
    find: (rendered) => [
      ...unlisted(rendered, 'entries', 'practices', 'practice.ts'),
      ...unlisted(rendered, 'modules', 'modules', 'module.ts'),
      ...strangers(rendered),
    ],
  };
}

/** The files of one name, in the folders beside a list, that the list does not have. */
function unlisted(
  { pack, tree }: Rendered,
  writer: WriterName,
  folder: string,
  file: string,
): readonly Problem[] {
  const path = pathOf(pack, writer);
  if (path === undefined) return [];
  const list = textAt(tree, path) ?? '';
  return foldersIn(tree, besideList(path, folder))
    .map((name) => `./${folder}/${name}/${file}`)
    .filter((named) => tree.files.has(posix.join(posix.dirname(path), named)))
    .filter((named) => !list.includes(`'${named}'`))
    .map((named) => ({ path, message: `does not name ${named}` }));
}

/** Which practice may import which: a list of names for each. */
const rule = /^ {2}'?([a-z][a-z0-9-]*)'?: \[(.*)\],$/gm;

function strangers({ pack, tree }: Rendered): readonly Problem[] {
  const path = pathOf(pack, 'boundaries');
  const folder = practicesFolder(pack);
  if (path === undefined || folder === undefined) return [];
  const names = [...(textAt(tree, path) ?? '').matchAll(rule)].flatMap(
    ([, name = '', others = '']) => [
      name,
      ...[...others.matchAll(/'([^']+)'/g)].map(([, other = '']) => other),
    ],
  );
  const present = foldersIn(tree, folder);
  return [...new Set(names)]
    .filter((name) => !present.includes(name))
    .map((name) => ({ path, message: `names ${name}, and there is no ${folder}/${name}/` }));
}

function practicesFolder(pack: Pack): string | undefined {
  const entries = pathOf(pack, 'entries');
  return entries === undefined ? undefined : besideList(entries, 'practices');
}

const besideList = (path: string, folder: string): string =>
  posix.join(posix.dirname(path), folder);

/** The names of the folders that stand in `folder`. */
function foldersIn({ files }: Tree, folder: string): readonly string[] {
  const names = [...files.keys()]
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1).split('/'))
    .flatMap(([name, ...rest]) => (name !== undefined && rest.length > 0 ? [name] : []));
  return [...new Set(names)];
}
