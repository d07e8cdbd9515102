import { expect, test } from 'vitest';
import { sha256 } from '../pack/files.ts';
import { loadSmallPack } from '../pack/testing.ts';
import { render } from '../render/render.ts';
import { resolve } from '../selection/resolve.ts';
import { changesOf } from './changes.ts';
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
  return changesOf(planned, records, () => undefined);
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

test('a managed file that was edited is a violation', () => {
  const base = new Map([...next.files].map(([path, file]) => [path, file as BaseFile]));
  expect(() => changes(base, new Map([['src/main.ts', edited]]))).toThrow(
    expect.objectContaining({ code: 'PLINTH_VIOLATION', path: 'src/main.ts' }),
  );
});
