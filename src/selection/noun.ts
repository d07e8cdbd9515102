/** English enough to tell what one of several is called; where it is not, the user says it. */

const irregular: Readonly<Record<string, string>> = {
  children: 'child',
  cookies: 'cookie',
  men: 'man',
  movies: 'movie',
  people: 'person',
  women: 'woman',
};

/**
 * One of what `plural` names.
 *
 * @param plural - kebab-case; only its last word is looked at
 * @returns kebab-case; `undefined` when it does not look like a plural
 */
export function singularOf(plural: string): string | undefined {
  const words = plural.split('-');
  const last = words.pop() ?? '';
  const one = Object.hasOwn(irregular, last) ? irregular[last] : regular(last);
  return one === undefined ? undefined : [...words, one].join('-');
}

function regular(word: string): string | undefined {
  if (/(?:ss|[iu]s)$/.test(word) || !word.endsWith('s') || word.length < 3) return undefined;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|[^aeo]us)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
