import { expect, test } from 'vitest';
import { sha256 } from '../../pack/files.ts';
import type { Action } from '../plan.ts';
import type { BaseFile, FoundFile } from '../three-way.ts';
import { mergeFormatted } from './merge-formatted.ts';

/** A formatter that knows one thing: how far lines are indented. */
const format = (_path: string, text: string) => Promise.resolve(text.replace(/^ +/gm, '    '));

const before = 'one {\n  two\n}\n';

function found(text: string, mode: FoundFile['mode'] = 0o644): FoundFile {
  return { kind: 'file', bytes: Buffer.from(text), sha256: sha256(Buffer.from(text)), mode };
}

/** What becomes of a file that the template has removed, with what stands there. */
async function removed(was: FoundFile, own: Partial<BaseFile> = {}): Promise<string | undefined> {
  const base: BaseFile = {
    owners: ['cache'],
    ownership: 'merged',
    sha256: sha256(Buffer.from(before)),
    mode: 0o644,
    required: false,
    ...own,
  };
  const action: Action = { kind: 'conflict', reason: 'edited', path: 'a.ts', was, base };
  const ancestors = (): ReadonlyMap<string, Uint8Array> => new Map([['a.ts', Buffer.from(before)]]);
  return (await mergeFormatted(action, ancestors, format))?.kind;
}

test('what people have only formatted goes with the template', async () => {
  expect(await removed(found('one {\n    two\n}\n'))).toBe('delete');
});

test('what they have edited as well, or made executable, or had before, stays a conflict', async () => {
  expect(await removed(found('one {\n    three\n}\n'))).toBeUndefined();
  expect(await removed(found('one {\n    two\n}\n', 0o755))).toBeUndefined();
  expect(await removed(found('one {\n    two\n}\n'), { yours: [''] })).toBeUndefined();
});
