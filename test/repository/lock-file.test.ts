import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test('the lock file has the packages of every platform in the versions that are asked for', () => {
  const text = readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Entry>> };
  const versionsOf = (name: string): readonly (string | undefined)[] =>
    Object.entries(packages)
      .filter(([path]) => path.endsWith(`node_modules/${name}`))
      .map(([, { version }]) => version);

  // npm keeps one version of another platform's package; with two in the tree, `npm ci` refuses the
  // lock file that `npm install` wrote. Then bring the package that asks to one version.
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
    .filter(([name, wanted]) => /^\d/.test(wanted) && !versionsOf(name).includes(wanted))
    .map(([name, wanted]) => `${name}@${wanted}`);
  expect(missing).toEqual([]);
});
