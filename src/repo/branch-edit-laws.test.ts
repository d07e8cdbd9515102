import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../pack/testing.ts';
import { anyRequest } from '../selection/testing.ts';
import {
  applyMerge,
  dealt,
  loadBuiltIn,
  loadSmallVersions,
  onTwoBranches,
  settle,
  withoutGit,
} from './testing-branches.ts';
import { anyEdit, makeEdit, type RandomEdit } from './testing-edits.ts';
import { tryGit } from './testing-git.ts';
import { changeTo, createAt } from './testing-repository.ts';

/** Law 8 with edits of people: what either branch has of them is in the result, or its path is named. */

const more = Number(process.env['PLINTH_RUNS'] ?? 0);

// Where both branches edited a file, the order of its keys is that of one.
const anyEdits = fc.array(
  anyEdit.filter(({ kind }) => kind !== 'reorder'),
  { maxLength: 4 },
);

describe.each([
  { name: 'a small pack', load: loadSmallVersions, runs: 20 },
  { name: 'the built-in pack', load: loadBuiltIn, runs: 4 },
])('of $name', { timeout: 600_000 }, ({ load, runs }) => {
  const { pack, newer } = load();
  const numRuns = Math.max(more, runs);

  test('what people wrote on two branches is kept, or the path is named and nothing written', async () => {
    let putTogether = 0;
    await fc.assert(
      fc.asyncProperty(
        anyRequest(pack),
        fc.nat(),
        fc.constantFrom('merge', 'rebase'),
        fc.subarray(['ours', 'theirs'] as const),
        fc.record({ before: anyEdits, ours: anyEdits, theirs: anyEdits }),
        async (request, side, way, updating, edits) => {
          const root = join(scratchFolder(), 'svc');
          const practices = dealt(Object.entries(request), side);
          const edit = (made: readonly RandomEdit[], taken: Set<string>) =>
            made.map((one) => makeEdit(root, pack.base, one, taken, newer.renames));
          createAt(root, pack, {});
          const taken = new Set<string>();
          const holds = edit(edits.before, taken);
          await onTwoBranches(root, async (name) => {
            const version = updating.includes(name) ? newer : pack;
            await changeTo(root, version, practices[name]).catch((error: unknown) => {
              expect(error).toMatchObject({ code: 'PLINTH_CONFLICT' });
              fc.pre(false);
            });
            holds.push(...edit(edits[name], new Set(taken)));
          });
          tryGit(root, ...(way === 'merge' ? ['merge', '--no-edit'] : ['rebase']), 'theirs');
          const last = updating.length > 0 ? newer : pack;
          settle(root, last, request);
          const untouched = withoutGit(root);
          const conflicts = await applyMerge(root, last);
          fc.pre(conflicts !== undefined);
          if (conflicts.length > 0) {
            expect(withoutGit(root)).toEqual(untouched);
          } else {
            putTogether += 1;
            for (const hold of holds) hold?.();
          }
          rmSync(root, { recursive: true });
        },
      ),
      { numRuns },
    );
    expect(putTogether).toBeGreaterThan(numRuns / 4);
  });
});
