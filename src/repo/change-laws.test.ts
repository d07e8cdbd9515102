import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { anyRequest } from '../selection/testing.ts';
import { snapshot } from './snapshot.ts';
import { changeTo, createAt } from './testing-repository.ts';

/** Laws 1 to 3 without a user's edit, through the real plan and apply, on disk. */

const builtIn = join(import.meta.dirname, '../../templates');
const more = Number(process.env['PLINTH_RUNS'] ?? 0);

describe.each([
  { name: 'a small pack', load: loadSmallPack, runs: 40 },
  { name: 'the built-in pack', load: () => loadPack(builtIn), runs: 6 },
])('of $name', { timeout: 300_000 }, ({ load, runs }) => {
  const pack = load();
  const numRuns = Math.max(more, runs);

  test('law 1: adding practices one after another, in any order, is creating with all of them', async () => {
    const [stepwise, atOnce] = [join(scratchFolder(), 'svc'), join(scratchFolder(), 'svc')];
    await fc.assert(
      fc.asyncProperty(anyRequest(pack), fc.nat(3), async (request, kept) => {
        createAt(atOnce, pack, request);
        const practices = Object.entries(request);
        createAt(stepwise, pack, Object.fromEntries(practices.slice(0, kept)));
        for (let count = kept + 1; count <= practices.length; count += 1) {
          await changeTo(stepwise, pack, Object.fromEntries(practices.slice(0, count)));
        }
        expect(snapshot(stepwise)).toEqual(snapshot(atOnce));
      }),
      { numRuns },
    );
  });

  test('law 2: asking for what is there changes nothing', async () => {
    const root = join(scratchFolder(), 'svc');
    await fc.assert(
      fc.asyncProperty(anyRequest(pack), async (request) => {
        createAt(root, pack, request);
        const { written, removed } = await changeTo(root, pack, request);
        expect([written, removed]).toEqual([[], []]);
      }),
      { numRuns },
    );
  });

  test('law 3: removing what was added restores every byte, but for migrations', async () => {
    const [root, other] = [join(scratchFolder(), 'svc'), join(scratchFolder(), 'svc')];
    await fc.assert(
      fc.asyncProperty(anyRequest(pack), anyRequest(pack), async (before, added) => {
        const both: RequestedPractices = { ...added, ...before };
        fc.pre(!excludes(both));
        createAt(root, pack, before);
        createAt(other, pack, before);
        await changeTo(root, pack, both);
        await changeTo(root, pack, before);
        const [found, expected] = [snapshot(root), snapshot(other)];
        const left = Object.keys(found).filter((path) => expected[path] === undefined);
        expect(left.filter((path) => !path.includes('migrations') && !path.endsWith('/'))).toEqual(
          [],
        );
        for (const [path, state] of Object.entries(expected)) expect(found[path], path).toBe(state);
      }),
      { numRuns },
    );
  });

  function excludes(request: RequestedPractices): boolean {
    const ids = Object.keys(request);
    return ids.some((id) => pack.practices.get(id)?.conflicts.some((other) => ids.includes(other)));
  }
});
