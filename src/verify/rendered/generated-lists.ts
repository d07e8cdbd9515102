import { posix } from 'node:path';
import type { Check } from './check.ts';
import { pathOf } from './manifest.ts';
import { textAt } from './text-file.ts';

/** Which practice may import which: a list of names for each. */
const line = /^ {2}'?([a-z][a-z0-9-]*)'?: \[(.*)\],$/gm;

/**
 * The rules on what may import what name practices that are there. The other generated lists import what
 * they name, which the check of imports looks at.
 */
export function generatedLists(): Check {
  return {
    name: 'generated lists',
    find: ({ pack, tree }) => {
      const path = pathOf(pack, 'boundaries');
      const entries = pathOf(pack, 'entries');
      if (path === undefined || entries === undefined) return [];
      const folder = posix.join(posix.dirname(entries), 'practices');
      const text = textAt(tree, path) ?? '';
      const names = [...text.matchAll(line)].flatMap(([, name = '', others = '']) => [
        name,
        ...[...others.matchAll(/'([^']+)'/g)].map(([, other = '']) => other),
      ]);
      const paths = [...tree.files.keys()];
      return [...new Set(names)]
        .filter((name) => !paths.some((other) => other.startsWith(`${folder}/${name}/`)))
        .map((name) => ({ path, message: `names ${name}, and there is no ${folder}/${name}/` }));
    },
  };
}
