import { holds } from '../../pack/condition.ts';
import type { TreeFile } from '../../render/tree.ts';
import type { Check, Rendered } from './check.ts';
import { oncePerFile } from './text-file.ts';

/** A pipeline of GitHub or of GitLab. */
const pipeline = /^(?:\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml)$/;

/** A service that has pipelines installs in one of them what the tests of its practices need. */
export function pipelinePackages(): Check {
  const wordsOf = oncePerFile(({ text }) => new Set(text.split(/\s+/)));
  return {
    name: 'pipeline packages',
    find: (rendered) => {
      const files = [...rendered.tree.files.values()].filter(({ path }) => pipeline.test(path));
      const [first] = files;
      if (!first) return [];
      const isNamed = (name: string): boolean =>
        files.some((file: TreeFile) => wordsOf(file)?.has(name) === true);
      return neededPackages(rendered)
        .filter(({ name }) => !isNamed(name))
        .map(({ name, practice }) => ({
          path: first.path,
          message: `does not install ${name}, which the tests of ${practice} need`,
        }));
    },
  };
}

function neededPackages({
  pack,
  selection,
}: Rendered): readonly { readonly name: string; readonly practice: string }[] {
  return [...selection.practices.keys()].flatMap((practice) =>
    (pack.practices.get(practice)?.contributions ?? [])
      .filter(({ when }) => holds(when, selection))
      .flatMap(({ packages }) => packages.map((name) => ({ name, practice }))),
  );
}
