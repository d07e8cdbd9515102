import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import { resolve } from '../selection/resolve.ts';
import { anyRequest } from '../selection/testing.ts';
import { realFileSystem } from './file-system.ts';
import { gitIn } from './git.ts';
import { mergedBranches } from './merged-branches.ts';
import { planMerged } from './plan-merged.ts';
import { plinthJson } from './records.ts';
import { snapshot } from './snapshot.ts';
import { answersFor } from './testing-answers.ts';
import { commitAll, git, initGit, tryGit } from './testing-git.ts';
import { changeTo, createAt, engine } from './testing-repository.ts';
import { writeChange } from './write-change.ts';

/** Law 8: branches that added x and y merge by resolving plinth.json and applying it. */

const builtIn = join(import.meta.dirname, '../../templates');
const more = Number(process.env['PLINTH_RUNS'] ?? 0);

/** Applies the resolved plinth.json to a merge, and says what stands in the way of it. */
async function applyMerge(root: string, pack: Pack): Promise<readonly string[]> {
  const merged = await mergedBranches(realFileSystem, root, gitIn(root), pack);
  if (!merged) throw new Error('git is not in a merge');
  const planned = planMerged(merged, pack, engine);
  const conflicts = planned.plan.actions.flatMap((action) =>
    action.kind === 'conflict' ? [`${action.path}: ${action.reason}`] : [],
  );
  if (conflicts.length > 0) return conflicts;
  const { sides, read, answers } = merged;
  writeChange({ ...sides.ours, fs: realFileSystem, root, read, answers }, planned);
  return [];
}

function withoutGit(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.git/')),
  );
}

describe.each([
  { name: 'a small pack', load: loadSmallPack, runs: 8 },
  { name: 'the built-in pack', load: () => loadPack(builtIn), runs: 6 },
])('of $name', ({ load, runs }) => {
  const pack = load();
  const numRuns = Math.max(more, runs);

  test(
    'two branches give what adding both gives, byte for byte',
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyRequest(pack),
          fc.nat(2),
          fc.nat(),
          fc.constantFrom('merge', 'commit', 'rebase'),
          async (request, kept, side, way) => {
            const [root, expected] = [join(scratchFolder(), 'svc'), join(scratchFolder(), 'svc')];
            const all = Object.entries(request);
            const base = all.slice(0, Math.min(kept, all.length));
            const [left, right] = [0, 1].map((at) =>
              Object.fromEntries([
                ...base,
                ...all.slice(base.length).filter((_, index) => ((side >> index) & 1) === at),
              ]),
            );
            createAt(expected, pack, request);
            createAt(root, pack, Object.fromEntries(base));
            initGit(root);
            git(root, 'checkout', '--quiet', '-b', 'theirs');
            await changeTo(root, pack, left ?? {});
            commitAll(root, 'theirs');
            git(root, 'checkout', '--quiet', 'main');
            await changeTo(root, pack, right ?? {});
            commitAll(root, 'ours');
            const { ok } =
              way === 'rebase'
                ? tryGit(root, 'rebase', 'theirs')
                : tryGit(root, 'merge', '--no-edit', '--no-ff', 'theirs');
            const resolved = plinthJson(pack, resolve(pack, answersFor(request)));
            writeFileSync(join(root, 'plinth.json'), resolved);
            if (way === 'commit') commitAll(root, 'merged as git has it');
            const inMerge = way === 'rebase' ? !ok : true;
            if (inMerge) {
              const merged = await mergedBranches(realFileSystem, root, gitIn(root), pack);
              if (merged) expect(await applyMerge(root, pack)).toEqual([]);
            }
            if (!inMerge) await changeTo(root, pack, request);
            const found = withoutGit(root);
            expect(found).toEqual(withoutGit(expected));
            rmSync(root, { recursive: true });
          },
        ),
        { numRuns },
      );
    },
  );
});

describe('with edits of people', () => {
  // Where git alone joins two practices without a conflict, and its result is that of neither selection.
  const pack = loadSmallPack({
    'base/files/notes.txt.hbs':
      '{{#if (has "cache")}}Cached.\n{{/if}}one\ntwo\nmiddle\nthree\nfour\n' +
      '{{#if (has "jobs")}}Jobs, {{#if (has "cache")}}cached{{else}}not cached{{/if}}.\n{{/if}}',
  });
  const notes = 'Cached.\none\ntwo\nmiddle\nthree\nfour\nJobs, cached.\n';
  const both = { cache: { tiers: 'shared' }, jobs: {} };

  async function branches(
    edits: Readonly<Record<'before' | 'ours' | 'theirs', (root: string) => void>>,
  ): Promise<string> {
    const root = join(scratchFolder(), 'svc');
    createAt(root, pack, {});
    edits.before(root);
    initGit(root);
    git(root, 'checkout', '--quiet', '-b', 'theirs');
    await changeTo(root, pack, { cache: { tiers: 'shared' } });
    edits.theirs(root);
    commitAll(root, 'theirs');
    git(root, 'checkout', '--quiet', 'main');
    await changeTo(root, pack, { jobs: {} });
    edits.ours(root);
    commitAll(root, 'ours');
    tryGit(root, 'merge', '--no-edit', 'theirs');
    settle(root);
    return root;
  }

  function settle(root: string): void {
    writeFileSync(join(root, 'plinth.json'), plinthJson(pack, resolve(pack, answersFor(both))));
  }

  const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

  const edit = (path: string, change: (text: string) => string) => (root: string) => {
    writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
  };
  const nothing = (): void => undefined;

  test('what each branch edited is in the result', async () => {
    const root = await branches({
      before: edit('README.md', (text) => `${text}\nBefore both.\n`),
      ours: edit('package.json', (text) => text.replace('"type"', '"author": "Ada",\n  "type"')),
      theirs: edit('package.json', (text) =>
        text.replace('"tool": "3.0.0"', '"tool": "3.0.1",\n    "mine": "1.0.0"'),
      ),
    });
    expect(await applyMerge(root, pack)).toEqual([]);
    const manifest = JSON.parse(read(root, 'package.json')) as object;
    expect(manifest).toMatchObject({
      author: 'Ada',
      dependencies: { lru: '1.0.0', store: '2.0.0' },
      devDependencies: { tool: '3.0.1', mine: '1.0.0' },
    });
    const readme = read(root, 'README.md');
    expect(readme).toContain('Before both.');
    expect(readme).toContain('- **Cache**\n- **Jobs**\n');
    expect(readme).not.toContain('<<<<');
  });

  test('what git alone has merged is not taken for somebody’s work', async () => {
    const root = await branches({ before: nothing, ours: nothing, theirs: nothing });
    expect(read(root, 'notes.txt')).toBe(notes.replace('cached', 'not cached'));
    expect(await applyMerge(root, pack)).toEqual([]);
    expect(read(root, 'notes.txt')).toBe(notes);
  });

  test('nor is it when the second of two commits is rebased', async () => {
    const root = join(scratchFolder(), 'svc');
    createAt(root, pack, {});
    initGit(root);
    git(root, 'checkout', '--quiet', '-b', 'theirs');
    await changeTo(root, pack, { cache: { tiers: 'shared' } });
    commitAll(root, 'theirs');
    git(root, 'checkout', '--quiet', 'main');
    edit('notes.txt', (text) => text.replace('middle', 'Middle'))(root);
    commitAll(root, 'ours');
    await changeTo(root, pack, { jobs: {} });
    edit('notes.txt', (text) => text.replace('Middle', 'MIDDLE'))(root);
    commitAll(root, 'ours, too');
    tryGit(root, 'rebase', 'theirs');
    settle(root);
    const edited = notes.replace('middle', 'MIDDLE');
    expect(read(root, 'notes.txt')).toBe(edited.replace('cached', 'not cached'));
    expect(await applyMerge(root, pack)).toEqual([]);
    expect(read(root, 'notes.txt')).toBe(edited);
  });

  test('one line edited differently on both is a conflict, and nothing is written', async () => {
    const root = await branches({
      before: nothing,
      ours: edit('README.md', (text) => text.replace('End.', 'The end.')),
      theirs: edit('README.md', (text) => text.replace('End.', 'Fin.')),
    });
    const before = withoutGit(root);
    expect(await applyMerge(root, pack)).toEqual([
      'README.md: edited differently on both branches',
    ]);
    expect(withoutGit(root)).toEqual(before);
  });

  test('a conflict that somebody has resolved stays as they resolved it', async () => {
    const root = await branches({
      before: nothing,
      ours: edit('README.md', (text) => text.replace('End.', 'The end.')),
      theirs: edit('README.md', (text) => text.replace('End.', 'Fin.')),
    });
    writeFileSync(join(root, 'README.md'), '# Ours by hand\n');
    expect(await applyMerge(root, pack)).toEqual([]);
    expect(read(root, 'README.md')).toBe('# Ours by hand\n');
    await changeTo(root, pack, both);
    expect(read(root, 'README.md')).toBe('# Ours by hand\n');
  });
});
