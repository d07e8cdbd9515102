import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
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
import { commitAll, git, initGit, tryGit } from './testing-git.ts';
import { changeTo, createAt } from './testing-repository.ts';

/** Law 8: branches that added x and y merge by resolving plinth.json and applying it. */

const more = Number(process.env['PLINTH_RUNS'] ?? 0);

describe.each([
  { name: 'a small pack', load: loadSmallVersions, runs: 8 },
  { name: 'the built-in pack', load: loadBuiltIn, runs: 6 },
])('of $name', ({ load, runs }) => {
  const { pack, newer } = load();
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
          fc.subarray(['ours', 'theirs'] as const),
          async (request, kept, side, way, updating) => {
            const [root, expected] = [join(scratchFolder(), 'svc'), join(scratchFolder(), 'svc')];
            const all = Object.entries(request);
            const base = all.slice(0, Math.min(kept, all.length));
            const practices = dealt(all.slice(base.length), side);
            const last = updating.length > 0 ? newer : pack;
            createAt(expected, last, request);
            createAt(root, pack, Object.fromEntries(base));
            await onTwoBranches(root, async (name) => {
              const version = updating.includes(name) ? newer : pack;
              await changeTo(root, version, { ...Object.fromEntries(base), ...practices[name] });
            });
            const { ok } =
              way === 'rebase'
                ? tryGit(root, 'rebase', 'theirs')
                : tryGit(root, 'merge', '--no-edit', '--no-ff', 'theirs');
            settle(root, last, request);
            if (way === 'commit') commitAll(root, 'merged as git has it');
            const inMerge = way === 'rebase' ? !ok : true;
            if (inMerge) expect((await applyMerge(root, last)) ?? []).toEqual([]);
            if (!inMerge) await changeTo(root, last, request);
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
  const added = { theirs: { cache: { tiers: 'shared' } }, ours: { jobs: {} } };
  const both = { ...added.theirs, ...added.ours };

  async function branches(
    edits: Readonly<Record<'before' | 'ours' | 'theirs', (root: string) => void>>,
  ): Promise<string> {
    const root = join(scratchFolder(), 'svc');
    createAt(root, pack, {});
    edits.before(root);
    await onTwoBranches(root, async (name) => {
      await changeTo(root, pack, added[name]);
      edits[name](root);
    });
    tryGit(root, 'merge', '--no-edit', 'theirs');
    settle(root, pack, both);
    return root;
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
    await onTwoBranches(root, async (name) => {
      if (name === 'ours') {
        edit('notes.txt', (text) => text.replace('middle', 'Middle'))(root);
        commitAll(root, 'first of two');
      }
      await changeTo(root, pack, added[name]);
      if (name === 'ours') edit('notes.txt', (text) => text.replace('Middle', 'MIDDLE'))(root);
    });
    tryGit(root, 'rebase', 'theirs');
    settle(root, pack, both);
    const edited = notes.replace('middle', 'MIDDLE');
    expect(read(root, 'notes.txt')).toBe(edited.replace('cached', 'not cached'));
    expect(await applyMerge(root, pack)).toEqual([]);
    expect(read(root, 'notes.txt')).toBe(edited);
  });

  test('a file that was moved on one branch is followed, also by later changes', async () => {
    const root = await branches({
      before: nothing,
      ours: nothing,
      theirs: (service) => {
        mkdirSync(join(service, 'mine'));
        renameSync(join(service, 'notes.txt'), join(service, 'mine/notes.txt'));
      },
    });
    expect(await applyMerge(root, pack)).toEqual([]);
    expect(read(root, 'mine/notes.txt')).toBe(notes);
    edit('mine/notes.txt', (text) => text.replace('middle', 'mine'))(root);
    commitAll(root, 'merged');
    await changeTo(root, pack, added.theirs);
    expect(read(root, 'mine/notes.txt')).toBe('Cached.\none\ntwo\nmine\nthree\nfour\n');
    expect(existsSync(join(root, 'notes.txt'))).toBe(false);
  });

  test('a rebase that stops to edit a commit it has made merges nothing', async () => {
    const root = join(scratchFolder(), 'svc');
    createAt(root, pack, {});
    initGit(root);
    edit('notes.txt', (text) => text.replace('middle', 'Middle'))(root);
    commitAll(root, 'second');
    git(root, '-c', 'sequence.editor=sed -i 1s/pick/edit/', 'rebase', '--interactive', 'HEAD~1');
    settle(root, pack, both);
    expect(git(root, 'status')).toContain('You are currently editing a commit');
    expect(await applyMerge(root, pack)).toBeUndefined();
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

  test('comments of both at one place are a conflict, also where a file is merged by its structure', async () => {
    const append = (line: string) => edit('.env.example', (text) => `${text}${line}\n`);
    const root = await branches({
      before: nothing,
      ours: append('# Ours.'),
      theirs: append('# Theirs.'),
    });
    expect(await applyMerge(root, pack)).toEqual([
      '.env.example: edited differently on both branches',
    ]);
  });

  test('line ends that one branch changed stay changed, around what the other one wrote', async () => {
    const root = await branches({
      before: nothing,
      ours: edit('notes.txt', (text) => text.replaceAll('\n', '\r\n')),
      theirs: edit('notes.txt', (text) => text.replace('middle', 'mine')),
    });
    expect(await applyMerge(root, pack)).toEqual([]);
    const edited = notes.replace('middle', 'mine');
    expect(read(root, 'notes.txt')).toBe(edited.replaceAll('\n', '\r\n'));
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
