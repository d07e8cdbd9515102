/** Markup that is safe to put into a page. Only {@link html} makes it. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = string | number | Html | readonly Html[];

/**
 * A template literal for markup: what is put into it is escaped, unless it is markup itself. Values stand
 * in text or in quoted attributes.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const filled = parts.flatMap((part, index) =>
    index === 0 ? [part] : [markupOf(values[index - 1] ?? ''), part],
  );
  return { markup: filled.join('') };
}

function markupOf(value: HtmlValue): string {
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
