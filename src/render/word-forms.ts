import type { WordForm } from '../pack/template-words.ts';

/** The spellings of a name that stands in kebab-case or camelCase. */
const forms = {
  kebab: (words) => words.join('-'),
  snake: (words) => words.join('_'),
  words: (words) => words.join(' '),
  camel: (words) => words.map((word, index) => (index === 0 ? word : capital(word))).join(''),
  pascal: (words) => words.map(capital).join(''),
  /** The words, the first one with a capital: what begins a sentence. */
  sentence: (words) => capital(words.join(' ')),
  /** The words behind an article: `an order line`. */
  a: (words) => `${article(words.join(' '))} ${words.join(' ')}`,
  /** The same at the beginning of a sentence. */
  A: (words) => capital(`${article(words.join(' '))} ${words.join(' ')}`),
} as const satisfies Readonly<Record<WordForm, (words: readonly string[]) => string>>;

/** Tells whether there is a spelling of this name. */
export const isWordForm = (name: string): name is WordForm => Object.hasOwn(forms, name);

/** `name` in another spelling. */
export function inForm(name: string, form: WordForm): string {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return forms[form](kebab.split('-'));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** By the first letter, but for a `u` that sounds like one in `user`. */
function article(words: string): string {
  return /^[aeio]|^u(?![ns]i|se|ti)/.test(words) ? 'an' : 'a';
}
