import { PlinthError } from '../pack/error.ts';
import { byCodeUnit } from '../pack/order.ts';
import type { Data } from '../pack/pack.ts';
import { given, type Given } from './contributions.ts';
import { mergeData } from './merge-data.ts';
import { withoutOverrides } from './overrides.ts';
import { packageManagerFields } from './package-manager-files.ts';
import type { WriterInput } from './writer.ts';

/** The order that people expect; other fields follow by name. */
const fieldOrder = [
  'name',
  'version',
  'private',
  'description',
  'license',
  'type',
  'packageManager',
  'engines',
  'imports',
  'exports',
  'bin',
  'files',
  'scripts',
  'dependencies',
  'devDependencies',
];

/** Writes package.json as `JSON.stringify` and Prettier both do. */
export function writePackageJson(input: WriterInput): string {
  const { selection, reads, owners, parts, path } = input;
  for (const answer of ['name', 'packageManager', 'node', 'engine'] as const)
    reads.answers.add(answer);
  const fields = given(parts, 'package', reads);
  const scripts = given(parts, 'scripts', reads);
  const dependencies = given(parts, 'dependencies', reads);
  const devDependencies = given(parts, 'devDependencies', reads);
  for (const gift of [fields, scripts, dependencies, devDependencies].flat())
    owners.add(gift.practice);

  const production = versionsOf(input, dependencies);
  const development = {
    ...versionsOf(input, devDependencies),
    'create-plinth': selection.engineSource ?? input.engine,
    ...(selection.node === 'bundled' ? versionsOf(input, [{ practice: '', value: ['node'] }]) : {}),
  };
  const { name: manager, version } = selection.packageManager;
  const whole: Readonly<Record<string, Data>> = {
    ...withoutOverrides(mergeData(fields, path)),
    // The overrides among them, where the package manager looks for them.
    ...packageManagerFields(input, reads),
    name: selection.name,
    // npm comes with Node; a pin would only get in the way of the one that is there.
    ...(manager === 'npm' || version === undefined
      ? {}
      : { packageManager: `${manager}@${version}` }),
    scripts: sorted({ ...mergeData(scripts, path), plinth: 'plinth' }),
    dependencies: sorted(production),
    devDependencies: sorted(
      Object.fromEntries(
        Object.entries(development).filter(([name]) => !Object.hasOwn(production, name)),
      ),
    ),
  };
  return `${JSON.stringify(inFieldOrder(whole), null, 2)}\n`;
}

function versionsOf(
  { pack }: WriterInput,
  gifts: readonly Given<readonly string[]>[],
): Readonly<Record<string, string>> {
  const versions = gifts.flatMap(({ value }) =>
    value.map((name): readonly [string, string] => {
      const version = Object.hasOwn(pack.dependencies, name) ? pack.dependencies[name] : undefined;
      if (version !== undefined) return [name, version];
      throw new PlinthError('PLINTH_PACK_REFERENCE', `versions.yaml has no dependency "${name}"`, {
        path: 'versions.yaml',
        hint: 'Add it there.',
      });
    }),
  );
  return Object.fromEntries(versions);
}

function sorted<T extends Data>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => byCodeUnit(a, b)));
}

function inFieldOrder(whole: Readonly<Record<string, Data>>): Readonly<Record<string, Data>> {
  const rank = (field: string): number => {
    const index = fieldOrder.indexOf(field);
    return index < 0 ? fieldOrder.length : index;
  };
  return Object.fromEntries(
    Object.entries(whole).sort(([a], [b]) => rank(a) - rank(b) || byCodeUnit(a, b)),
  );
}
