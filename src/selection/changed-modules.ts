import { PlinthError } from '../pack/error.ts';
import { sortedKeys } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import { didYouMean } from '../pack/suggest.ts';
import type { Answers, ModuleAnswer, ModuleAnswers } from './answers.ts';
import { parseField, specOf } from './field.ts';
import { usersOfModule } from './module-shapes.ts';

/**
 * Reads modules as a command line has them: a name, then its fields; a word without a colon begins the
 * next one, so that modules which refer to each other can come together.
 *
 * @param words - `authors name:string best:books:optional books title:string author:authors`
 * @returns module → what it is, in the order given
 * @throws PlinthError `PLINTH_FIELD_INVALID` or `PLINTH_MODULE_EXISTS` for one that is given twice
 */
export function modulesFrom(words: readonly string[]): ModuleAnswers {
  const modules = new Map<string, Record<string, string>>();
  let current = '';
  for (const word of words) {
    const colon = word.indexOf(':');
    if (colon < 0) {
      if (modules.has(word)) throw exists(word, 'is given twice');
      current = word;
      modules.set(current, {});
      continue;
    }
    const fields = modules.get(current);
    const name = word.slice(0, colon);
    const field = parseField(name, word.slice(colon + 1));
    if ('problem' in field) throw invalid(current, field.problem, field.hint);
    if (!fields || Object.hasOwn(fields, name)) {
      const problem = fields ? 'is given twice' : 'belongs to no module';
      throw invalid(
        current,
        `the field "${name}" ${problem}`,
        'plinth module invoices total:decimal',
      );
    }
    fields[name] = specOf(field);
  }
  return Object.fromEntries([...modules].map(([name, fields]) => [name, { fields }]));
}

/**
 * Answers with more modules. What is wrong with their names and fields is `resolve`'s to say.
 *
 * @throws PlinthError `PLINTH_MODULE_EXISTS`
 */
export function withModules(answers: Answers, added: ModuleAnswers): Answers {
  const again = Object.keys(added).find((name) => Object.hasOwn(answers.modules, name));
  if (again !== undefined) throw exists(again, 'is there already');
  return { ...answers, modules: { ...answers.modules, ...added } };
}

/**
 * Answers without some modules.
 *
 * @throws PlinthError `PLINTH_UNKNOWN_MODULE`; `PLINTH_MODULE_REQUIRED` when others use one, naming them
 */
export function withoutModules(pack: Pack, answers: Answers, names: readonly string[]): Answers {
  for (const name of names) {
    if (Object.hasOwn(answers.modules, name)) continue;
    throw new PlinthError('PLINTH_UNKNOWN_MODULE', `the service has no module "${name}"`, {
      hint: didYouMean(name, sortedKeys(answers.modules)),
    });
  }
  const modules: Record<string, ModuleAnswer> = { ...answers.modules };
  for (const name of names) Reflect.deleteProperty(modules, name);
  for (const name of names) {
    const users = usersOfModule(pack, modules, name);
    if (users.length > 0) throw inUse(name, users);
  }
  return { ...answers, modules };
}

function inUse(name: string, users: readonly string[]): PlinthError {
  const quoted = users.map((user) => `"${user}"`).join(' and ');
  return new PlinthError(
    'PLINTH_MODULE_REQUIRED',
    `${quoted} ${users.length === 1 ? 'uses' : 'use'} "${name}"`,
    { hint: `Remove ${users.join(' and ')} first, or along with it.` },
  );
}

function exists(name: string, problem: string): PlinthError {
  return new PlinthError('PLINTH_MODULE_EXISTS', `the module "${name}" ${problem}`, {
    hint: 'To change its fields, edit plinth.json, write a migration, and run plinth apply.',
  });
}

function invalid(module: string, problem: string, hint: string): PlinthError {
  return new PlinthError('PLINTH_FIELD_INVALID', `module "${module}": ${problem}`, { hint });
}
