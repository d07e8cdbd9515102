import { expect, test } from 'vitest';
import { sha256 } from '../pack/files.ts';
import { newReadLog } from '../render/reads.ts';
import type { TreeFile } from '../render/tree.ts';
import { driftOf } from './drift.ts';
import { plan } from './plan.ts';
import type { BaseFile, Found, MergeFile } from './three-way.ts';

const rendered = 'one\ntwo\n';
type Traits = Partial<Pick<BaseFile, 'ownership' | 'required' | 'mode'>>;

const was = (text: string, traits: Traits = {}): BaseFile => ({
  owners: ['base'],
  ownership: 'merged',
  required: false,
  sha256: sha256(text),
  mode: 0o644,
  ...traits,
});
const now = (text: string, traits: Traits = {}): TreeFile => ({
  ...was(text, traits),
  path: 'a',
  bytes: Buffer.from(text),
  reads: newReadLog(),
});
const file = (text: string, mode: 0o644 | 0o755 = 0o644): Found => ({
  kind: 'file',
  bytes: Buffer.from(text),
  sha256: sha256(text),
  mode,
});
const absent: Found = { kind: 'absent' };
const mergesCleanly: MergeFile = () => ({ kind: 'keep' });
const managed = { ownership: 'managed' } as const;

/** What is found at one path, as `rule weight`. */
function drift(
  base: BaseFile | undefined,
  next: TreeFile | undefined,
  found: Found,
  { managedHere = false, merge = mergesCleanly, from = '' } = {},
): readonly string[] {
  const planned = plan({
    base: new Map(base && [['a', base]]),
    next: { files: new Map(next && [['a', next]]) },
    worktree: new Map(found.kind === 'absent' ? [] : [[from === '' ? 'a' : from, found]]),
    merge,
    renames: new Map(from === '' ? [] : [['a', from]]),
  });
  return driftOf(planned, 'templates', () => managedHere).map(
    ({ rule, weight }) => `${rule} ${weight}`,
  );
}

test.each([
  ['as rendered', rendered, []],
  ['with Windows line ends', 'one\r\ntwo\r\n', []],
  ['with a byte-order mark', `\ufeff${rendered}`, []],
  ['with both', '\ufeffone\r\ntwo\r\n', []],
  ['with one Windows line end of two', 'one\r\ntwo\n', ['edited-locally violation']],
  ['with a lone carriage return', 'one\rtwo\n', ['edited-locally violation']],
  ['without its last line end', 'one\ntwo', ['edited-locally violation']],
  ['with one more', 'one\ntwo\n\n', ['edited-locally violation']],
  ['with a space', 'one \ntwo\n', ['edited-locally violation']],
  ['with a byte-order mark inside', 'one\n\ufefftwo\n', ['edited-locally violation']],
])('a managed file %s', (_, text, expected) => {
  expect(drift(was(rendered, managed), now(rendered, managed), file(text))).toEqual(expected);
});

test('a managed file that is gone, or executable', () => {
  const [base, next] = [was(rendered, managed), now(rendered, managed)];
  expect(drift(base, next, absent)).toEqual(['missing violation']);
  expect(drift(base, next, file(rendered, 0o755))).toEqual(['edited-locally violation']);
});

test('what is no file is a conflict where one is to be written, has to be or is managed, and a note elsewhere', () => {
  const link: Found = { kind: 'link' };
  expect(drift(was('B'), now('N'), link)).toEqual(['conflict conflict']);
  expect(drift(was('B'), now('B'), link)).toEqual(['edited-locally note']);
  for (const traits of [{ required: true }, { ownership: 'managed' }] as const) {
    expect(drift(was('B', traits), now('B', traits), link)).toEqual(['conflict conflict']);
  }
  const below: Found = { kind: 'link', above: { path: 'a', kind: 'link' } };
  expect(drift(was('B'), now('B'), below)).toEqual(['conflict conflict']);
});

test.each<[string, BaseFile | undefined, TreeFile | undefined, Found, readonly string[]]>([
  ['as rendered', was('B'), now('B'), file('B'), []],
  ['edited', was('B'), now('B'), file('O'), ['edited-locally note']],
  ['of a template that moved', was('B'), now('N'), file('B'), ['template-moved stale']],
  ['edited, of a template that moved', was('B'), now('N'), file('O'), ['edited-and-moved stale']],
  ['that has the new text already', was('B'), now('N'), file('N'), []],
  ['that is new in the template', undefined, now('N'), absent, ['template-moved stale']],
  ['that the template dropped', was('B'), undefined, file('B'), ['orphan stale']],
  ['dropped, edited', was('B'), undefined, file('O'), ['orphan note']],
  ['dropped and deleted', was('B'), undefined, absent, []],
  ['that the user deleted', was('B'), now('B'), absent, ['missing note']],
  ['deleted, of a template that moved', was('B'), now('N'), absent, ['missing note']],
  ['whose mode moved', was('B'), now('B', { mode: 0o755 }), file('B'), ['template-moved stale']],
])('a merged file %s', (_, base, next, found, expected) => {
  expect(drift(base, next, found)).toEqual(expected);
});

test.each<[string, Traits, Found, string, readonly string[]]>([
  ['a required file that was deleted', { required: true }, absent, 'B', ['missing violation']],
  ['a required file that was edited', { required: true }, file('O'), 'B', ['edited-locally note']],
  ['a seeded file that was edited', { ownership: 'seeded' }, file('O'), 'B', []],
  ['a seeded file of a template that moved', { ownership: 'seeded' }, file('B'), 'N', []],
  ['a seeded file that was deleted', { ownership: 'seeded' }, absent, 'B', []],
  ['a managed file, edited and moved', managed, file('O'), 'N', ['edited-and-moved violation']],
  ['a managed file of a template that moved', managed, file('B'), 'N', ['template-moved stale']],
])('%s', (_, traits, found, next, expected) => {
  expect(drift(was('B', traits), now(next, traits), found)).toEqual(expected);
});

test('a seeded or managed file that is not rendered any more', () => {
  expect(drift(was('B', { ownership: 'seeded' }), undefined, file('B'))).toEqual(['orphan note']);
  expect(drift(was('B', managed), undefined, file('B'))).toEqual(['orphan stale']);
  expect(drift(was('B', managed), undefined, file('O'))).toEqual(['orphan violation']);
});

test('a policy may say that nobody edits a merged file here', () => {
  const here = { managedHere: true };
  expect(drift(was('B'), now('B'), file('O'), here)).toEqual(['edited-locally violation']);
  expect(drift(was('B'), now('N'), file('O'), here)).toEqual(['edited-and-moved violation']);
  expect(drift(was('B'), now('B'), absent, here)).toEqual(['missing violation']);
  expect(drift(was('B'), now('B'), file('B'), here)).toEqual([]);
});

test('what cannot be merged is a conflict, and so are markers that somebody left', () => {
  const merge: MergeFile = () => ({ kind: 'conflict', reason: 'both changed it' });
  expect(drift(was('B'), now('N'), file('O'), { merge })).toEqual(['conflict conflict']);
  for (const left of ['<<<<<<< ours', '||||||| before', '>>>>>>> theirs']) {
    expect(drift(was('B'), now('B'), file(`a\n${left}\nb\n`))).toEqual(['conflict conflict']);
  }
  expect(drift(was('B'), now('B'), file('Title\n=======\n'))).toEqual(['edited-locally note']);
});

test('a file that only the pack has renamed is told where it stands', () => {
  const from = 'old';
  expect(drift(was('B'), now('B'), file('B'), { from })).toEqual(['template-moved stale']);
  expect(drift(was('B'), now('N'), file('O'), { from })).toEqual(['edited-and-moved stale']);
});
