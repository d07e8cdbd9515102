import { sortedKeys } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import type { ModuleAnswers } from './answers.ts';

/** The modules that a new service has as an example, in order of name. */
export function sampleModules(pack: Pack): ModuleAnswers {
  return samples(sortedKeys(pack.modules));
}

/** Only those that the base itself relies on. */
export function requiredModules(pack: Pack): ModuleAnswers {
  return samples(sortedKeys(pack.modules).filter((name) => pack.modules[name]?.required));
}

const samples = (names: readonly string[]): ModuleAnswers =>
  Object.fromEntries(names.map((name) => [name, { sample: true }]));
