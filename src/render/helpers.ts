import { isSample } from '../pack/condition.ts';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Selection } from '../selection/resolve.ts';
import { given, type Part } from './contributions.ts';
import type { CallHelper, Value } from './fill.ts';
import {
  commandsOf,
  execCommand,
  prepareCommand,
  runCommand,
  setupSteps,
} from './package-manager.ts';
import type { AnswerName, ReadLog } from './reads.ts';
import { slotText } from './slots.ts';

/** The Node major of images and workflows. */
const nodeMajor = '24';

/** One rendering of one template. */
export interface TemplateScope {
  readonly pack: Pack;
  readonly selection: Selection;
  readonly parts: readonly Part[];
  /** The practice that the template belongs to. */
  readonly practice: string;
  /** The template's place in the pack, for messages. */
  readonly source: string;
  readonly reads: ReadLog;
  /** Takes note of the practices that had a part in the text. */
  readonly owners: Set<string>;
}

type Helper = (scope: TemplateScope, first: string, second: string) => Value;

/** What each helper of `templateHelpers` yields; `and`, `or` and `not` are the filler's own. */
const helpers: Readonly<Record<string, Helper>> = {
  name: (scope) => answer(scope, 'name').name,
  option: (scope, name) => optionValue(scope, name),
  has: (scope, practice) => {
    scope.reads.practices.add(practice);
    return scope.selection.practices.has(practice);
  },
  hasModule: (scope, module) => {
    scope.reads.modules.add(module);
    return isSample(scope.selection.modules, module);
  },
  is: (scope, name, value) => readOption(scope, name) === value,
  slot: (scope, slot) => {
    const { text, owners } = slotText(scope.parts, slot, scope.reads);
    for (const owner of owners) scope.owners.add(owner);
    return text;
  },
  run: (scope, script) => runCommand(manager(scope), script),
  exec: (scope, command) => execCommand(manager(scope), command),
  install: (scope) => commandsOf(manager(scope)).install,
  frozenInstall: (scope) => commandsOf(manager(scope)).frozenInstall,
  lockFile: (scope) => commandsOf(manager(scope)).lockFile,
  pm: (scope) => manager(scope).name,
  pmIs: (scope, name) => manager(scope).name === name,
  preparePm: (scope) => prepareCommand(manager(scope)),
  setupPm: (scope) => setupSteps(manager(scope), (name) => pinnedAction(scope, name)),
  action: (scope, name) => pinnedAction(scope, name),
  packages: (scope) => {
    const gifts = given(scope.parts, 'packages', scope.reads);
    return [...new Set(gifts.flatMap(({ value }) => value))].sort().join(' ');
  },
  nodeVersion: () => nodeMajor,
};

/** Binds the helpers to one rendering. */
export function helpersFor(scope: TemplateScope): CallHelper {
  return (name, args) => {
    const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined;
    if (!helper) throw mistake(scope, `{{${name}}} is not known`);
    const [first = '', second = ''] = args.map(String);
    return helper(scope, first, second);
  };
}

function answer(scope: TemplateScope, name: AnswerName): Selection {
  scope.reads.answers.add(name);
  return scope.selection;
}

function manager(scope: TemplateScope): Selection['packageManager'] {
  return answer(scope, 'packageManager').packageManager;
}

/** The value of an own option or of `practice.option`; `undefined` when that practice is absent. */
function readOption(scope: TemplateScope, name: string): string | undefined {
  const dot = name.indexOf('.');
  const practice = dot < 0 ? scope.practice : name.slice(0, dot);
  const option = name.slice(dot + 1);
  scope.reads.options.add(`${practice}.${option}`);
  return scope.selection.practices.get(practice)?.[option];
}

function optionValue(scope: TemplateScope, name: string): string {
  const value = readOption(scope, name);
  if (value !== undefined) return value;
  throw mistake(scope, `{{option "${name}"}} is printed where its practice is absent`);
}

function pinnedAction(scope: TemplateScope, name: string): string {
  const pinned = Object.hasOwn(scope.pack.actions, name) ? scope.pack.actions[name] : undefined;
  if (pinned) return `${name}@${pinned.commit} # ${pinned.tag}`;
  throw mistake(scope, `versions.yaml has no action "${name}"`);
}

function mistake(scope: TemplateScope, problem: string): PlinthError {
  return new PlinthError('PLINTH_TEMPLATE_INVALID', problem, {
    path: scope.source,
    hint: 'docs/packs.md lists what a template can read.',
  });
}
