import type { TextFile } from './text-file.ts';

/** What a Markdown document refers to, and what can be referred to in it. */
export interface MarkdownFacts {
  /** Where its links and pictures lead. */
  readonly links: readonly string[];
  /** The anchors of its headings. */
  readonly anchors: ReadonlySet<string>;
  /** The contents of its `code` and of its blocks of code. */
  readonly code: readonly string[];
}

const fence = /^ *(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^ *\1[ \t]*$/gm;
const codeSpan = /(`+)((?:(?!\1)[\s\S])+?)\1(?!`)/g;
const inlineLink = /!?\[(?:[^\][]|\[[^\]]*\])*\]\(\s*<?([^\s)>]+)>?(?:\s+["'][^)]*["'])?\s*\)/g;
const linkDefinition = /^ {0,3}\[[^\]]+\]:\s+<?(\S+?)>?(?:\s+["'(].*)?$/gm;
const heading = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*$/gm;
const anchor = /<a\s+(?:id|name)="([^"]+)"/g;

/** Reads a Markdown document, as far as its references go. */
export function markdownFacts({ text }: TextFile): MarkdownFacts {
  const blocks = [...text.matchAll(fence)].map(([, , body = '']) => body);
  const prose = text.replace(fence, '');
  const spans = [...prose.matchAll(codeSpan)].map(([, , body = '']) => body.trim());
  const withoutCode = prose.replace(codeSpan, 'code');
  const links = [inlineLink, linkDefinition].flatMap((pattern) =>
    [...withoutCode.matchAll(pattern)].map(([, target = '']) => target),
  );
  return { links, anchors: anchorsOf(prose), code: [...spans, ...blocks] };
}

/** Headings get the anchors that git hosts give them: a second one of the same text is `text-1`. */
function anchorsOf(prose: string): ReadonlySet<string> {
  const anchors = new Set([...prose.matchAll(anchor)].map(([, id = '']) => id));
  for (const [, title = ''] of prose.matchAll(heading)) {
    const slug = slugOf(title);
    let unique = slug;
    for (let copy = 1; anchors.has(unique); copy += 1) unique = `${slug}-${copy}`;
    anchors.add(unique);
  }
  return anchors;
}

function slugOf(title: string): string {
  return title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}
