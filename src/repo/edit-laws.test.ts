import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { anyRequest } from '../selection/testing.ts';
import { snapshot } from './snapshot.ts';
import { anyEdit, makeEdit } from './testing-edits.ts';
import { changeTo, createAt, planFor } from './testing-repository.ts';

/**
 * Laws 1, 3 and 6 with edits of people: whatever they did, a change of the practices keeps it, or names
 * the path and writes nothing.
 */

const builtIn = join(import.meta.dirname, '../../templates');
const more = Number(process.env['PLINTH_RUNS'] ?? 0);

describe.each([
  { name: 'a small pack', load: loadSmallPack, runs: 60 },
  { name: 'the built-in pack', load: () => loadPack(builtIn), runs: 6 },
])('of $name', ({ load, runs }) => {
  const pack = load();
  const numRuns = Math.max(more, runs);

  test(
    'every edit is kept through changes of the practices, or the path is named and nothing written',
    { timeout: 600_000 },
    async () => {
      const root = join(scratchFolder(), 'svc');
      let changes = 0;
      await fc.assert(
        fc.asyncProperty(
          anyRequest(pack),
          fc.array(anyEdit, { minLength: 1, maxLength: 8 }),
          fc.array(anyRequest(pack), { minLength: 1, maxLength: 2 }),
          async (first, edits, later) => {
            createAt(root, pack, first);
            const taken = new Set<string>();
            const holds = edits.map((edit) => makeEdit(root, pack.base, edit, taken));
            for (const request of later) {
              if (await changed(root, pack, request)) changes += 1;
              for (const hold of holds) hold?.();
            }
            await expectIdempotent(root, pack, later.at(-1) ?? {});
          },
        ),
        { numRuns },
      );
      expect(changes).toBeGreaterThan(numRuns / 4);
    },
  );
});

/** Changes the practices; a conflict names its path, and leaves every byte as it is. */
async function changed(root: string, pack: Pack, request: RequestedPractices): Promise<boolean> {
  const { plan } = await planFor(root, pack, request);
  const conflicts = plan.actions.filter(({ kind }) => kind === 'conflict');
  if (conflicts.length === 0) {
    await changeTo(root, pack, request);
    return true;
  }
  const before = snapshot(root);
  await expect(changeTo(root, pack, request)).rejects.toMatchObject({
    code: 'PLINTH_CONFLICT',
    path: conflicts[0]?.path,
  });
  expect(snapshot(root)).toEqual(before);
  return false;
}

/** Law 2, edited: what was changed once is not changed again. */
async function expectIdempotent(
  root: string,
  pack: Pack,
  request: RequestedPractices,
): Promise<void> {
  const { plan } = await planFor(root, pack, request);
  if (plan.actions.some(({ kind }) => kind === 'conflict')) return;
  await changeTo(root, pack, request);
  const { written, removed } = await changeTo(root, pack, request);
  expect([written, removed]).toEqual([[], []]);
}
