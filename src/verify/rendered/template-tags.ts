import type { Check } from './check.ts';
import { fileCheck } from './file-check.ts';

/** A tag as templates have it. What workflows (`${{ … }}`) and diagrams (`{{"…"}}`) write is another. */
const tag = /(?<![$\\])\{\{\{?[#/^>&!~]?\s*[a-zA-Z][^\n}]*\}\}/;
/** How a template writes the expression of a workflow. */
const escaped = /\\\{\{/;

/** No tag of a template was left unfilled. */
export function templateTags(): Check {
  return fileCheck('template tags', ({ text }) => {
    const found = tag.exec(text) ?? escaped.exec(text);
    return found ? [`has ${found[0]} left over, in line ${lineOf(text, found.index)}`] : [];
  });
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
