import type { Pack } from '../../src/pack/pack.ts';
import {
  packageManagers,
  type PackageManagerName,
  type RequestedPractices,
} from '../../src/selection/answers.ts';
import { resolve, type Selection } from '../../src/selection/resolve.ts';
import { sampleModules } from '../../src/selection/samples.ts';
import { combinations } from '../../src/selection/space.ts';

/** Every combination of practices on offer and of their options' values, for npm. */
export function everySelection(pack: Pack): readonly Selection[] {
  return [...combinations(pack)].map(({ practices }) => select(pack, practices, 'npm'));
}

/** Every practice at once with each value of its options, for each package manager. */
export function everyPackageManager(pack: Pack): readonly Selection[] {
  const all = [...combinations(pack)].map(({ practices }) => practices);
  const most = Math.max(...all.map(countOf));
  const whole = all.filter((practices) => countOf(practices) === most);
  return packageManagers.flatMap((name) => whole.map((practices) => select(pack, practices, name)));
}

const countOf = (practices: RequestedPractices): number => Object.keys(practices).length;

function select(pack: Pack, practices: RequestedPractices, name: PackageManagerName): Selection {
  return resolve(pack, {
    name: 'shop',
    practices,
    modules: sampleModules(pack),
    packageManager: { name },
    node: 'system',
  });
}
