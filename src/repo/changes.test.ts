import { expect, test } from 'vitest';
import { sha256 } from '../pack/files.ts';
import { loadSmallPack } from '../pack/testing.ts';
import { render } from '../render/render.ts';
import { resolve } from '../selection/resolve.ts';
import { changesOf, overwriting } from './changes.ts';
import { plan } from './plan.ts';
import { recordsOf } from './records.ts';
import { answersFor } from './testing-answers.ts';
import { refuseToMerge, type BaseFile, type Found } from './three-way.ts';

const pack = loadSmallPack();
const selection = resolve(pack, answersFor({}));
const next = render(pack, selection, '1.0.0');
const records = recordsOf(pack, selection, next, '1.0.0');
const edited: Found = {
  kind: 'file',
  bytes: Buffer.from('edited'),
  sha256: sha256('edited'),
  mode: 0o644,
};

function changes(base: ReadonlyMap<string, BaseFile>, worktree: ReadonlyMap<string, Found>) {
  const planned = plan({ base, next, worktree, merge: refuseToMerge });
  return changesOf(planned, { write: records, remove: [] }, () => undefined);
}

test('files come first, then the records, and plinth.lock last of all', () => {
  const paths = changes(new Map(), new Map()).map(({ path }) => path);
  expect(paths).toHaveLength(next.files.size + records.length);
  expect(paths.slice(0, next.files.size)).toEqual([...next.files.keys()]);
  expect(paths.slice(-2)).toEqual(['plinth.json', 'plinth.lock']);
});

test('a file that Plinth did not write is a conflict, not overwritten', () => {
  expect(() => changes(new Map(), new Map([['README.md', edited]]))).toThrow(
    expect.objectContaining({ code: 'PLINTH_CONFLICT', path: 'README.md' }),
  );
});

const rendered = new Map<string, BaseFile>(next.files);
const movedOn = new Map<string, BaseFile>(
  [...next.files].map(([path, file]) => [path, { ...file, sha256: sha256('before') }]),
);

test('a managed file that was edited is a violation where the template has moved on', () => {
  expect(() => changes(movedOn, new Map([['src/main.ts', edited]]))).toThrow(
    expect.objectContaining({ code: 'PLINTH_VIOLATION', path: 'src/main.ts' }),
  );
});

test('a managed file that was edited stays as it is where the template is the same', () => {
  const worktree = new Map([['src/main.ts', edited]]);
  expect(changes(rendered, worktree).map(({ path }) => path)).not.toContain('src/main.ts');
});

test('an edit of a managed file can be given up', () => {
  const worktree = new Map([['src/main.ts', edited]]);
  const planned = plan({ base: movedOn, next, worktree, merge: refuseToMerge });
  const action = overwriting(planned).actions.find(({ path }) => path === 'src/main.ts');
  expect(action).toMatchObject({ kind: 'write', bytes: next.files.get('src/main.ts')?.bytes });
});
