import { PlinthError } from './error.ts';
import { refuseLostContributions } from './lost-contributions.ts';
import { refuseLostRenames } from './lost-renames.ts';
import type { Condition, Pack, Practice } from './pack.ts';
import { callsOf, type Call } from './template-calls.ts';

/**
 * Checks that every name in a pack leads somewhere, so that a mistake shows when the pack is loaded
 * and not in the one combination that meets it.
 *
 * @throws PlinthError `PLINTH_PACK_REFERENCE` naming the file and the missing thing
 */
export function checkReferences(pack: Pack): void {
  if (!pack.practices.has(pack.base)) {
    throw missing('pack.yaml', `base: there is no practice "${pack.base}"`);
  }
  for (const [name, { practices }] of Object.entries(pack.presets)) {
    for (const [id, values] of Object.entries(practices)) {
      const where = `presets.${name}.practices.${id}`;
      const practice = practiceOf(pack, id, 'pack.yaml', where);
      for (const [option, value] of Object.entries(values)) {
        assertChoice(practice, option, value, 'pack.yaml', where);
      }
    }
  }
  for (const name of Object.keys(pack.unnamed)) {
    if (Object.hasOwn(pack.dependencies, name)) continue;
    throw missing('versions.yaml', `unnamed: there is no dependency "${name}"`);
  }
  for (const [name, { requires }] of Object.entries(pack.modules)) {
    const unknown = requires.find((required) => !Object.hasOwn(pack.modules, required));
    if (unknown === undefined) continue;
    throw missing('pack.yaml', `modules.${name}.requires: there is no module "${unknown}"`);
  }
  for (const practice of pack.practices.values()) checkPractice(pack, practice);
  refuseLostContributions(pack);
  refuseLostRenames(pack);
}

function checkPractice(pack: Pack, practice: Practice): void {
  const path = `${practice.id}/practice.yaml`;
  const { requires, conflicts, options, contributions, files } = practice;
  for (const id of requires) practiceOf(pack, id, path, 'requires');
  for (const id of conflicts) practiceOf(pack, id, path, 'conflicts');
  for (const [name, option] of Object.entries(options)) {
    assertChoice(practice, name, option.default, path, `options.${name}.default`);
    for (const [value, choice] of Object.entries(option.choices)) {
      const where = `options.${name}.choices.${value}.requires`;
      for (const id of choice.requires) practiceOf(pack, id, path, where);
    }
  }
  for (const { when, dependencies, devDependencies } of contributions) {
    checkCondition(pack, when, path);
    for (const name of [...dependencies, ...devDependencies]) {
      if (Object.hasOwn(pack.dependencies, name)) continue;
      throw missing(path, `versions.yaml has no dependency "${name}"`);
    }
  }
  if (practice.writes.length > 0 && practice.id !== pack.base) {
    throw missing(path, `writes: only the base "${pack.base}" says where shared files go`);
  }
  for (const file of files) {
    checkCondition(pack, file.when, file.source);
    if (file.content.kind === 'template') {
      for (const call of callsOf(file.content.nodes)) checkCall(pack, practice, file.source, call);
    }
  }
}

function checkCondition(pack: Pack, condition: Condition, path: string): void {
  for (const clause of condition) {
    if ('module' in clause) {
      assertModule(pack, clause.module, path, 'condition');
      continue;
    }
    const practice = practiceOf(pack, clause.practice, path, 'condition');
    if ('option' in clause) assertChoice(practice, clause.option, clause.value, path, 'condition');
  }
}

function checkCall(pack: Pack, own: Practice, path: string, { helper, args }: Call): void {
  const [name, value] = args;
  if (typeof name !== 'string') return;
  if (helper === 'has') practiceOf(pack, name, path, '{{has}}');
  if (helper === 'hasModule') assertModule(pack, name, path, '{{hasModule}}');
  if (helper === 'action' && !Object.hasOwn(pack.actions, name)) {
    throw missing(path, `versions.yaml has no action "${name}"`);
  }
  if (helper !== 'option' && helper !== 'is') return;
  const dot = name.indexOf('.');
  const practice = dot < 0 ? own : practiceOf(pack, name.slice(0, dot), path, `{{${helper}}}`);
  const option = name.slice(dot + 1);
  if (typeof value === 'string') assertChoice(practice, option, value, path, `{{${helper}}}`);
  else assertOption(practice, option, path, `{{${helper}}}`);
}

function practiceOf(pack: Pack, id: string, path: string, where: string): Practice {
  const practice = pack.practices.get(id);
  if (practice) return practice;
  throw missing(path, `${where}: there is no practice "${id}"`);
}

function assertModule(pack: Pack, name: string, path: string, where: string): void {
  if (Object.hasOwn(pack.modules, name)) return;
  throw missing(path, `${where}: pack.yaml has no module "${name}"`);
}

function assertOption(practice: Practice, option: string, path: string, where: string): void {
  if (Object.hasOwn(practice.options, option)) return;
  throw missing(path, `${where}: "${practice.id}" has no option "${option}"`);
}

function assertChoice(
  practice: Practice,
  option: string,
  value: string,
  path: string,
  where: string,
): void {
  assertOption(practice, option, path, where);
  if (Object.hasOwn(practice.options[option]?.choices ?? {}, value)) return;
  throw missing(path, `${where}: "${practice.id}.${option}" has no choice "${value}"`);
}

function missing(path: string, problem: string): PlinthError {
  return new PlinthError('PLINTH_PACK_REFERENCE', problem, {
    path,
    hint: 'Correct the name, or add what it stands for.',
  });
}
