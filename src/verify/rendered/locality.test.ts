import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSmallPack } from '../../pack/testing.ts';
import { newReadLog } from '../../render/reads.ts';
import { render } from '../../render/render.ts';
import { treeOf, type Tree } from '../../render/tree.ts';
import { resolve } from '../../selection/resolve.ts';
import { answersFor, combinations } from '../../selection/space.ts';
import { localityWatch } from './locality.ts';

/** What the watch says of all combinations of the small pack, with their trees changed. */
function watched(change: (tree: Tree, id: string) => Tree, pack = loadSmallPack()) {
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

/** Any template: conditions on practices and options, nested, and what they print. */
const anyTemplate = fc.letrec<{ readonly text: string; readonly test: string }>((tie) => ({
  test: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('(has "cache")', '(has "store")', '(has "jobs")', '(has "cron")'),
    fc.constantFrom('(is "cache.tiers" "own")', '(is "cache.tiers" "shared")'),
    fc
      .tuple(fc.constantFrom('and', 'or'), tie('test'), tie('test'))
      .map(([join, a, b]) => `(${join} ${a} ${b})`),
    tie('test').map((test) => `(not ${test})`),
  ),
  text: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom('a', '{{name}}', '{{run "dev"}}', '{{slot "features"}}', '{{packages}}'),
    fc
      .tuple(tie('test'), tie('text'), tie('text'))
      .map(([test, a, b]) => `\n{{#if ${test}}}\n${a}\n{{else}}\n${b}\n{{/if}}\n`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `${a} ${b}`),
  ),
})).text;

test('whatever a template asks for is noted', () => {
  fc.assert(
    fc.property(anyTemplate, (text) => {
      const own = loadSmallPack({ 'base/files/any.txt.hbs': `${text}\n` });
      expect(watched((tree) => tree, own)).toEqual([]);
    }),
    { numRuns: 200 },
  );
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
