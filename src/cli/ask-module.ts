/** Asks about a new module. It is loaded on a terminal alone, as what it asks with is. */
import {
  fieldQuestions,
  moduleNameQuestion,
  wordOf,
  type FieldAnswers,
  type ModuleNameAnswers,
} from '../../generators/module-questions.ts';
import type { ModuleAnswers } from '../selection/answers.ts';
import { ask } from './ask.ts';

/**
 * Asks for a module's name, if it is not known, and for one field after another.
 *
 * @param known - the name, as the command line has it
 * @param modules - those of the service, which a field may refer to
 * @returns the words of a command line that says the same
 * @throws Interrupted on Ctrl-C
 */
export async function askAboutModule(
  known: string | undefined,
  modules: ModuleAnswers,
): Promise<readonly string[]> {
  const name = known ?? (await ask<ModuleNameAnswers>([moduleNameQuestion], {})).name;
  const words = [name];
  const targets = { ...modules, [name]: {} };
  for (;;) {
    const field = await ask<FieldAnswers>(fieldQuestions(targets, words.length === 1), {});
    if (field.name === '') return words;
    words.push(wordOf(field));
  }
}
