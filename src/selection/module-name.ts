import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { singularOf } from './noun.ts';
import { isReservedName, isReservedWord } from './reserved-words.ts';

/** PostgreSQL cuts names at 63 bytes, and a constraint's is made of table, column and kind. */
const longest = 30;
const kebab = /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/;

/**
 * Refuses a name that folder, URL, table and code cannot all have.
 *
 * @param name - of several: `order-lines`
 * @throws PlinthError `PLINTH_NAME_INVALID`
 */
export function assertModuleName(pack: Pack, name: string): void {
  if (!kebab.test(name) || name.length > longest) {
    throw invalid(
      `"${name}" is no name of a module`,
      `Write a plural in lower case, words joined by hyphens, at most ${String(longest)} characters: order-lines.`,
    );
  }
  if (isReservedName(name) || isReservedWord(name)) {
    throw invalid(`"${name}" is a word that the service needs itself`, 'Choose another name.');
  }
  if (pack.practices.has(name)) {
    throw invalid(`"${name}" is a practice`, 'Choose another name: migrations are told by it.');
  }
  const table = name.replaceAll('-', '_');
  const owner = [...pack.practices.values()].find(({ tables }) => tables.includes(table));
  if (owner) {
    throw invalid(`the table ${table} belongs to "${owner.id}"`, 'Choose another name.');
  }
}

/**
 * What one of a module is called.
 *
 * @param given - what the user says it is called, if anything
 * @throws PlinthError `PLINTH_NAME_INVALID`
 */
export function singularFor(many: string, given: string | undefined): string {
  const one = given ?? singularOf(many);
  if (one === undefined || one === many) {
    throw invalid(
      `"${many}" does not look like a plural`,
      `A module is named for several: ${many}s. Otherwise say what one is called: --singular WORD.`,
    );
  }
  if (!kebab.test(one) || one.length > longest) {
    throw invalid(`"${one}" is no word for one of ${many}`, 'Write it in lower case: order-line.');
  }
  if (isReservedName(one)) {
    throw invalid(
      `one of "${many}" would be called "${one}", a word that the service needs itself`,
      'Choose another name, or another word for one: --singular WORD.',
    );
  }
  return one;
}

function invalid(problem: string, hint: string): PlinthError {
  return new PlinthError('PLINTH_NAME_INVALID', problem, { hint });
}
