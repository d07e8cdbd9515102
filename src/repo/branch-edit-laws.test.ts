import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import { anyRequest } from '../selection/testing.ts';
import { snapshot } from './snapshot.ts';
import { applyMerge, dealt, isMerge, settle } from './testing-branches.ts';
import { anyEdit, makeEdit, type RandomEdit } from './testing-edits.ts';
import { commitAll, git, initGit, tryGit } from './testing-git.ts';
import { changeTo, createAt } from './testing-repository.ts';

/** Law 8 with edits of people: what either branch has of them is in the result, or its path is named. */

const builtIn = join(import.meta.dirname, '../../templates');
const more = Number(process.env['PLINTH_RUNS'] ?? 0);

// Where both branches edited a file, the order of its keys is that of one.
const anyEdits = fc.array(
  anyEdit.filter(({ kind }) => kind !== 'reorder'),
  { maxLength: 4 },
);

describe.each([
  { name: 'a small pack', load: loadSmallPack, runs: 20 },
  { name: 'the built-in pack', load: () => loadPack(builtIn), runs: 4 },
])('of $name', { timeout: 600_000 }, ({ load, runs }) => {
  const pack = load();
  const numRuns = Math.max(more, runs);

  test('what people wrote on two branches is kept, or the path is named and nothing written', async () => {
    let putTogether = 0;
    await fc.assert(
      fc.asyncProperty(
        anyRequest(pack),
        fc.nat(),
        fc.constantFrom('merge', 'rebase'),
        fc.record({ before: anyEdits, ours: anyEdits, theirs: anyEdits }),
        async (request, side, way, edits) => {
          const root = join(scratchFolder(), 'svc');
          const practices = dealt(Object.entries(request), side);
          const edit = (made: readonly RandomEdit[], taken: Set<string>) =>
            made.map((one) => makeEdit(root, pack.base, one, taken));
          const branch = async (name: 'ours' | 'theirs'): Promise<ReturnType<typeof edit>> => {
            await changeTo(root, pack, practices[name]).catch((error: unknown) => {
              expect(error).toMatchObject({ code: 'PLINTH_CONFLICT' });
              fc.pre(false);
            });
            const holds = edit(edits[name], new Set(taken));
            commitAll(root, name);
            return holds;
          };
          createAt(root, pack, {});
          const taken = new Set<string>();
          const before = edit(edits.before, taken);
          initGit(root);
          git(root, 'checkout', '--quiet', '-b', 'theirs');
          const theirs = await branch('theirs');
          git(root, 'checkout', '--quiet', 'main');
          const ours = await branch('ours');
          tryGit(root, ...(way === 'merge' ? ['merge', '--no-edit'] : ['rebase']), 'theirs');
          settle(root, pack, request);
          fc.pre(await isMerge(root, pack));
          const untouched = snapshot(root);
          const conflicts = await applyMerge(root, pack);
          if (conflicts.length > 0) {
            expect(snapshot(root)).toEqual(untouched);
          } else {
            putTogether += 1;
            for (const hold of [...before, ...theirs, ...ours]) hold?.();
          }
          rmSync(root, { recursive: true });
        },
      ),
      { numRuns },
    );
    expect(putTogether).toBeGreaterThan(numRuns / 4);
  });
});
