import type { Pack, Practice } from '../../src/pack/pack.ts';
import {
  packageManagers,
  type PackageManagerName,
  type RequestedPractices,
} from '../../src/selection/answers.ts';
import { resolve, type Selection } from '../../src/selection/resolve.ts';
import { sampleModules } from '../../src/selection/samples.ts';

/** Every combination of practices on offer and of their options' values, for npm. */
export function everySelection(pack: Pack): readonly Selection[] {
  const offered = [...pack.practices.values()].filter(
    (practice) => !practice.implied && practice.id !== pack.base,
  );
  return combinations(offered).map((practices) => select(pack, practices, 'npm'));
}

/** Every practice at once with each value of its options, for each package manager. */
export function everyPackageManager(pack: Pack): readonly Selection[] {
  const offered = [...pack.practices.values()].filter(
    (practice) => !practice.implied && practice.id !== pack.base,
  );
  const all = combinations(offered).filter(
    (practices) => Object.keys(practices).length === offered.length,
  );
  return packageManagers.flatMap((name) => all.map((practices) => select(pack, practices, name)));
}

function select(pack: Pack, practices: RequestedPractices, name: PackageManagerName): Selection {
  return resolve(pack, {
    name: 'shop',
    practices,
    modules: sampleModules(pack),
    packageManager: { name },
    node: 'system',
  });
}

function combinations(practices: readonly Practice[]): readonly RequestedPractices[] {
  return practices.reduce<readonly RequestedPractices[]>(
    (found, { id, options }) =>
      found.flatMap((before) => [
        before,
        ...assignments(options).map((values) => ({ ...before, [id]: values })),
      ]),
    [{}],
  );
}

function assignments(options: Practice['options']): readonly Readonly<Record<string, string>>[] {
  return Object.entries(options).reduce<readonly Readonly<Record<string, string>>[]>(
    (found, [name, option]) =>
      found.flatMap((before) =>
        Object.keys(option.choices).map((value) => ({ ...before, [name]: value })),
      ),
    [{}],
  );
}
