import { posix } from 'node:path';
import type { Tree, TreeFile } from '../../render/tree.ts';
import type { Check } from './check.ts';
import type { MarkdownFacts } from './markdown-facts.ts';

/** What a Markdown document says; `undefined` for a file that is no text. */
export type ReadMarkdown = (file: TreeFile) => MarkdownFacts | undefined;

/** Every link of a document to a file or a heading of the service leads there. */
export function links(readMarkdown: ReadMarkdown): Check {
  return {
    name: 'links',
    find: ({ tree }) =>
      documentsOf(tree, readMarkdown).flatMap(({ file: { path }, facts }) =>
        facts.links.flatMap((link) => {
          const message = problemOf(tree, readMarkdown, path, link);
          return message === undefined ? [] : [{ path, message }];
        }),
      ),
  };
}

/** The Markdown documents of a service with what they say. */
export function documentsOf(
  { files }: Tree,
  readMarkdown: ReadMarkdown,
): readonly { readonly file: TreeFile; readonly facts: MarkdownFacts }[] {
  return [...files.values()].flatMap((file) => {
    const facts = file.path.endsWith('.md') ? readMarkdown(file) : undefined;
    return facts ? [{ file, facts }] : [];
  });
}

function problemOf(
  { files }: Tree,
  readMarkdown: ReadMarkdown,
  from: string,
  link: string,
): string | undefined {
  // Other sites are not looked at: what they have says nothing about a combination.
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const [target = '', anchor] = link.split('#');
  const path =
    target === '' ? from : posix.join(posix.dirname(from), decodeURI(target)).replace(/\/$/, '');
  const file = files.get(path);
  if (!file) {
    const isFolder = [...files.keys()].some((other) => other.startsWith(`${path}/`));
    return isFolder && anchor === undefined
      ? undefined
      : `links to ${link}, and there is no ${path}`;
  }
  if (anchor === undefined) return undefined;
  const anchors = path.endsWith('.md') ? readMarkdown(file)?.anchors : undefined;
  return anchors?.has(anchor) === true
    ? undefined
    : `links to ${link}, and ${path} has no heading "${anchor}"`;
}
