import type { Option, Pack, Practice } from '../src/pack/pack.ts';
import {
  packageManagers,
  type PackageManagerName,
  type RequestedPractices,
} from '../src/selection/answers.ts';
import { offeredByGroup } from '../src/selection/groups.ts';
import { presetPractices } from '../src/selection/request.ts';
import type { Choice, ListQuestion, Question } from './question.ts';

/** What was answered about a new service. */
export interface ServiceAnswers {
  readonly directory: string;
  /** A preset, or {@link oneByOne}. */
  readonly preset: string;
  /** Group → the practices chosen in it; only when they were chosen one by one. */
  readonly practices?: Readonly<Record<string, readonly string[]>>;
  /** Practice → option → value. */
  readonly options?: RequestedPractices;
  readonly packageManager: PackageManagerName;
}

/** The answer that asks for each practice, in place of a preset. */
export const oneByOne = 'one-by-one';

/** What is suggested, and so what Enter means, and what is refused. */
export interface ServiceDefaults {
  readonly packageManager: PackageManagerName;
  /** What speaks against a directory; `undefined`: nothing. */
  readonly directoryProblem: (directory: string) => string | undefined;
}

/** The preset that is suggested, when the pack has it. */
const suggestedPreset = 'standard';

/** The questions about a new service: a preset or practice by practice, where, and with what. */
export function serviceQuestions(
  pack: Pack,
  defaults: ServiceDefaults,
): readonly Question<ServiceAnswers>[] {
  const groups = offeredByGroup(pack);
  return [
    presetQuestion(pack),
    ...[...groups].map(([group, practices]) => groupQuestion(pack, group, practices)),
    ...[...groups.values()].flat().flatMap(optionQuestions),
    {
      type: 'input',
      name: 'directory',
      message: 'Where should the service go?',
      default: 'my-service',
      validate: (text) => defaults.directoryProblem(text) ?? true,
    },
    {
      type: 'list',
      name: 'packageManager',
      message: 'Which package manager?',
      default: defaults.packageManager,
      choices: packageManagers.map((name) => ({ name, value: name })),
      loop: false,
    },
  ];
}

/** What the answers ask for. */
export function requestedBy(pack: Pack, answers: ServiceAnswers): RequestedPractices {
  if (answers.preset !== oneByOne) return presetPractices(pack, answers.preset);
  const chosen = Object.values(answers.practices ?? {}).flat();
  return Object.fromEntries(chosen.map((id) => [id, answers.options?.[id] ?? {}]));
}

function presetQuestion(pack: Pack): ListQuestion<ServiceAnswers> {
  const ids = Object.keys(pack.presets);
  const presets = Object.entries(pack.presets).map(([id, { summary, practices }]) => ({
    name: `${id}: ${summary}`,
    value: id,
    description: Object.keys(practices).join(', '),
  }));
  return {
    type: 'list',
    name: 'preset',
    message: 'Which practices?',
    default: ids.includes(suggestedPreset) ? suggestedPreset : (ids[0] ?? oneByOne),
    choices: [...presets, { name: 'Let me choose one by one', value: oneByOne }],
    loop: false,
  };
}

function groupQuestion(
  pack: Pack,
  group: string,
  practices: readonly Practice[],
): ListQuestion<ServiceAnswers> {
  const suggested = Object.keys(pack.presets[suggestedPreset]?.practices ?? {});
  return {
    type: 'checkbox',
    name: `practices.${group}`,
    message: group,
    when: choosesOneByOne,
    choices: practices.map(({ id, title, summary }): Choice => ({
      name: title,
      value: id,
      description: summary,
      checked: suggested.includes(id),
    })),
    loop: false,
  };
}

function optionQuestions(practice: Practice): readonly ListQuestion<ServiceAnswers>[] {
  const options = Object.entries(practice.options);
  return options.map(([name, option]) => ({
    type: 'list',
    name: `options.${practice.id}.${name}`,
    message: `${practice.title}: ${option.summary}`,
    when: (answers) => choosesOneByOne(answers) && isChosen(answers, practice.id),
    default: option.default,
    choices: optionChoices(option),
    loop: false,
  }));
}

function optionChoices({ choices }: Option): readonly Choice[] {
  return Object.entries(choices).map(([value, { summary }]) => ({
    name: value,
    value,
    description: summary,
  }));
}

function choosesOneByOne({ preset }: ServiceAnswers): boolean {
  return preset === oneByOne;
}

function isChosen({ practices = {} }: ServiceAnswers, id: string): boolean {
  return Object.values(practices).flat().includes(id);
}
