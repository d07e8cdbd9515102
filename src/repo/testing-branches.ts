import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack, smallPack } from '../pack/testing.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import { realFileSystem } from './file-system.ts';
import { gitIn } from './git.ts';
import { mergedBranches } from './merged-branches.ts';
import { planMerged } from './plan-merged.ts';
import { plinthJson } from './records.ts';
import { snapshot } from './snapshot.ts';
import { answersFor } from './testing-answers.ts';
import { commitAll, git, initGit } from './testing-git.ts';
import { engine } from './testing-repository.ts';
import { writeChange } from './write-change.ts';

/** A pack, and its next version. */
export interface Versions {
  readonly pack: Pack;
  readonly newer: Pack;
}

/** Two versions of the small pack: the newer one has other lines, another file, and another name of one. */
export function loadSmallVersions(): Versions {
  const { 'pack.yaml': manifest = '', 'base/files/README.md.hbs': readme = '' } = smallPack;
  return {
    pack: loadSmallPack({ 'base/files/old/place.txt': 'first\nsecond\nthird\n' }),
    newer: loadSmallPack({
      'pack.yaml': `${manifest.replace('1.0.0', '2.0.0')}renames: { old/place.txt: new/place.txt }\n`,
      'base/files/README.md.hbs': readme.replace('Run', 'First run').replace('End.', 'The end.'),
      'base/files/new/place.txt': 'first\nsecond\nTHIRD\n',
      'cache/files/src/practices/cache/newer.ts': 'export const newer = 1;\n',
    }),
  };
}

/** The built-in pack, of which there is one version. */
export function loadBuiltIn(): Versions {
  const pack = loadPack(join(import.meta.dirname, '../../templates'));
  return { pack, newer: pack };
}

/** Writes plinth.json as people resolve it in a merge: with the practices of both branches. */
export function settle(root: string, pack: Pack, practices: RequestedPractices): void {
  const resolved = resolve(pack, answersFor(practices));
  writeFileSync(join(root, 'plinth.json'), plinthJson(pack, resolved));
}

/**
 * Makes a repository of what stands in a folder, from which two branches come, and stands on `ours`.
 *
 * @param work - what is done on each, `theirs` first; it is committed
 */
export async function onTwoBranches(
  root: string,
  work: (name: keyof Branches) => Promise<void>,
): Promise<void> {
  initGit(root);
  git(root, 'checkout', '--quiet', '-b', 'theirs');
  await work('theirs');
  commitAll(root, 'theirs');
  git(root, 'checkout', '--quiet', 'main');
  await work('ours');
  commitAll(root, 'ours');
}

/**
 * Applies the resolved plinth.json to a merge.
 *
 * @returns what stands in the way of it; `undefined` where there is no merge to put together
 */
export async function applyMerge(root: string, pack: Pack): Promise<readonly string[] | undefined> {
  const merged = await mergedBranches(realFileSystem, root, gitIn(root), pack);
  if (!merged) return undefined;
  const planned = await planMerged(merged, pack, engine);
  const conflicts = planned.plan.actions.flatMap((action) =>
    action.kind === 'conflict' ? [`${action.path}: ${action.reason}`] : [],
  );
  if (conflicts.length > 0) return conflicts;
  const { sides, read, answers } = merged;
  writeChange({ ...sides.ours, fs: realFileSystem, root, read, answers }, planned);
  return [];
}

/** The practices that each of two branches adds. */
export interface Branches {
  readonly theirs: RequestedPractices;
  readonly ours: RequestedPractices;
}

/** Deals practices out to two branches, by the bits of a number. */
export function dealt(
  practices: readonly (readonly [string, RequestedPractices[string]])[],
  bits: number,
): Branches {
  const side = (bit: number): RequestedPractices =>
    Object.fromEntries(practices.filter((_, index) => ((bits >> index) & 1) === bit));
  return { theirs: side(0), ours: side(1) };
}

/** A snapshot of what git keeps versions of: its own folder gets objects that nothing points to. */
export function withoutGit(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.git/')),
  );
}
