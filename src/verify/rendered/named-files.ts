import { posix } from 'node:path';
import type { Tree } from '../../render/tree.ts';
import type { Check, Problem } from './check.ts';
import { documentsOf, type ReadMarkdown } from './links.ts';
import { manifestOf } from './manifest.ts';
import { oncePerFile, type TextFile } from './text-file.ts';

/** A path below a folder of the service, in a command or in code between backticks. */
const namedPath = /(?<![\w./@-])(?:\.\/)?([a-z][\w-]*\/[\w@.-]+(?:\/[\w@.-]+)*\/?)(?![\w/*<{$…])/g;

/**
 * Every file of the service that a script, an operational file or a document names is there. What the
 * build writes into `dist/` is there when its source is.
 */
export function namedFiles(readMarkdown: ReadMarkdown): Check {
  const pathsIn = oncePerFile(operationalPaths);
  return {
    name: 'named files',
    find: (rendered) => {
      const { tree } = rendered;
      const manifest = manifestOf(rendered);
      const folders = foldersOf(tree);
      const named = [
        ...Object.values(manifest?.scripts ?? {})
          .flatMap(paths)
          .map((name) => ({ path: manifest?.path ?? '', name })),
        ...documentsOf(tree, readMarkdown).flatMap(({ file: { path }, facts }) =>
          facts.code.flatMap(paths).map((name) => ({ path, name })),
        ),
        ...[...tree.files.values()].flatMap((file) =>
          (pathsIn(file) ?? []).map((name) => ({ path: file.path, name })),
        ),
      ];
      return named
        .filter(({ name }) => !isThere(tree, folders, name))
        .map(({ path, name }): Problem => ({ path, message: `names ${name}, which is not there` }));
    },
  };
}

const paths = (text: string): readonly string[] =>
  [...text.matchAll(namedPath)].map(([, path = '']) => path);

/** What a Dockerfile, a compose file or a workflow names. */
function operationalPaths({ path, text }: TextFile): readonly string[] {
  return /(?:\.ya?ml|Dockerfile)$/.test(path) ? paths(text.replace(/^\s*#.*$/gm, '')) : [];
}

function isThere({ files }: Tree, folders: ReadonlySet<string>, name: string): boolean {
  const path = name.replace(/\/$/, '');
  const [top = ''] = path.split('/');
  // What stands in no folder of the service is something else: an image, a media type, a branch.
  if (top !== 'dist' && !folders.has(top)) return true;
  const source = path.replace(/^dist\//, 'src/');
  const sources = [source, source.replace(/\.js$/, '.ts'), source.replace(/\.js\.map$/, '.ts')];
  return sources.some((candidate) => files.has(candidate) || folders.has(candidate));
}

function foldersOf({ files }: Tree): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}
