import type { WriterName } from '../pack/pack.ts';
import type { Selection } from '../selection/resolve.ts';
import type { Origin } from './explanation.ts';

/** Fields of package.json that package managers read, each by another name. */
const managerFields: ReadonlySet<string> = new Set([
  'overrides',
  'allowScripts',
  'resolutions',
  'dependenciesMeta',
  'trustedDependencies',
]);

/**
 * What the engine puts into a shared file by itself, without a practice that asks for it.
 *
 * @param key - from the outside in; empty for the whole file
 */
export function engineOrigins(
  selection: Selection,
  writer: WriterName,
  key: readonly string[],
): readonly Origin[] {
  if (writer === 'modules') return [engineOrigin('the modules', 'plinth.json has them')];
  if (writer !== 'package') return [];
  const [field = '', name] = key;
  const manager = managerOrigin(selection);
  if (field === 'name') return [engineOrigin('the name of the service', 'plinth.json has it')];
  if (field === 'packageManager' || managerFields.has(field)) return [manager];
  const own = ownEntries[`${field}.${name ?? ''}`];
  if (own === undefined) return [];
  return name === 'node' && selection.node === 'system' ? [] : [engineOrigin(...own)];
}

const ownEntries: Readonly<Record<string, readonly [what: string, because: string]>> = {
  'devDependencies.create-plinth': [
    'the engine',
    'a service depends on exactly the one that rendered it',
  ],
  'scripts.plinth': ['the engine', 'everybody on a team runs the same version'],
  'devDependencies.node': ['a Node of its own', 'node is bundled in plinth.json'],
};

/** Settings that only this package manager needs. */
export function managerOrigin({ packageManager }: Selection): Origin {
  return engineOrigin('what it has to be told', `the package manager is ${packageManager.name}`);
}

/** An origin that is no practice. */
export function engineOrigin(what: string, because: string): Origin {
  return { practice: undefined, source: undefined, what: [what], because: [because] };
}
