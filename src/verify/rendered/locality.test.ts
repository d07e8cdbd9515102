import { expect, test } from 'vitest';
import { loadSmallPack } from '../../pack/testing.ts';
import { newReadLog } from '../../render/reads.ts';
import { render } from '../../render/render.ts';
import { treeOf, type Tree } from '../../render/tree.ts';
import { resolve } from '../../selection/resolve.ts';
import { answersFor, combinations } from '../../selection/space.ts';
import { localityWatch } from './locality.ts';

const pack = loadSmallPack();

/** What the watch says of all combinations of the small pack, with their trees changed. */
function watched(change: (tree: Tree, id: string) => Tree) {
  const watch = localityWatch();
  for (const combination of combinations(pack)) {
    const selection = resolve(pack, answersFor(pack, combination));
    watch.add(selection, change(render(pack, selection, '1.0.0'), combination.id));
  }
  return watch.problems();
}

const problem = (path: string) => ({
  path,
  message: 'depends on an answer that its rendering did not note',
});

test('every file of the small pack depends on what its rendering noted, and on nothing else', () => {
  expect(watched((tree) => tree)).toEqual([]);
});

test('a rendering that forgets to note what it read is found', () => {
  const forgetful = (path: string) => (tree: Tree) =>
    treeOf(
      [...tree.files.values()].map((file) =>
        file.path === path ? { ...file, reads: newReadLog() } : file,
      ),
    );
  expect(watched(forgetful('README.md'))).toEqual([problem('README.md')]);
  expect(watched(forgetful('src/practices/jobs/cached.ts'))).toEqual([
    problem('src/practices/jobs/cached.ts'),
  ]);
  expect(watched(forgetful('src/main.ts'))).toEqual([]);
});

test('a file that is there in one combination for no reason is found', () => {
  const path = 'src/practices/cron/cron.ts';
  const dropped = (tree: Tree, id: string) =>
    id === 'cache.tiers=own,cron'
      ? treeOf([...tree.files.values()].filter((file) => file.path !== path))
      : tree;
  expect(watched(dropped)).toEqual([problem(path)]);
});
