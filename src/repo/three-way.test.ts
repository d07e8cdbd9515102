import { expect, test } from 'vitest';
import { sha256 } from '../pack/files.ts';
import type { FileMode, Ownership } from '../pack/pack.ts';
import { newReadLog } from '../render/reads.ts';
import type { TreeFile } from '../render/tree.ts';
import { plan } from './plan.ts';
import type { BaseFile, Decision, Found } from './three-way.ts';

/** Base, new rendering and worktree are named by a text; `-` is absent. */
interface Case {
  readonly name: string;
  readonly ownership?: Ownership;
  readonly required?: boolean;
  readonly sides: readonly [base: string, next: string, ours: string];
  readonly expected: string;
}

const cases: readonly Case[] = [
  { name: 'new', sides: ['-', 'N', '-'], expected: 'create N' },
  { name: 'new, and the same stands there', sides: ['-', 'N', 'N'], expected: 'keep' },
  { name: 'new, and something else stands there', sides: ['-', 'N', 'O'], expected: 'merge' },
  { name: 'new, and a folder stands there', sides: ['-', 'N', '/'], expected: 'conflict' },
  { name: 'unchanged', sides: ['B', 'B', 'B'], expected: 'keep' },
  { name: 'template edit only', sides: ['B', 'N', 'B'], expected: 'write N' },
  { name: 'user edit only', sides: ['B', 'B', 'O'], expected: 'keep' },
  { name: 'identical edits', sides: ['B', 'N', 'N'], expected: 'keep' },
  { name: 'both edited', sides: ['B', 'N', 'O'], expected: 'merge' },
  { name: 'template deletes, untouched', sides: ['B', '-', 'B'], expected: 'delete' },
  { name: 'template deletes, edited', sides: ['B', '-', 'O'], expected: 'merge' },
  { name: 'both deleted', sides: ['B', '-', '-'], expected: 'keep' },
  { name: 'user deleted, template unchanged', sides: ['B', 'B', '-'], expected: 'keep' },
  { name: 'user deleted, template edited', sides: ['B', 'N', '-'], expected: 'keep, reported' },
  { name: 'user deleted, required', required: true, sides: ['B', 'B', '-'], expected: 'create B' },
  { name: 'a link, template unchanged', sides: ['B', 'B', '@'], expected: 'keep' },
  { name: 'a folder, template unchanged', sides: ['B', 'B', '/'], expected: 'keep' },
  {
    name: 'a link, managed',
    ownership: 'managed',
    sides: ['B', 'B', '@'],
    expected: 'conflict',
  },
  { name: 'a link in the way', sides: ['B', 'N', '@'], expected: 'conflict' },
  { name: 'managed, untouched', ownership: 'managed', sides: ['B', 'N', 'B'], expected: 'write N' },
  { name: 'managed, deleted', ownership: 'managed', sides: ['B', 'B', '-'], expected: 'create B' },
  { name: 'managed, edited', ownership: 'managed', sides: ['B', 'N', 'O'], expected: 'violation' },
  {
    name: 'managed, edited, template unchanged',
    ownership: 'managed',
    sides: ['B', 'B', 'O'],
    expected: 'violation',
  },
  { name: 'seeded, new', ownership: 'seeded', sides: ['-', 'N', '-'], expected: 'create N' },
  { name: 'seeded, edited', ownership: 'seeded', sides: ['B', 'N', 'O'], expected: 'keep' },
  { name: 'seeded, deleted', ownership: 'seeded', sides: ['B', 'N', '-'], expected: 'keep' },
  {
    name: 'seeded, no longer rendered',
    ownership: 'seeded',
    sides: ['B', '-', 'B'],
    expected: 'keep, reported',
  },
  {
    name: 'seeded, in the way of something else',
    ownership: 'seeded',
    sides: ['-', 'N', 'O'],
    expected: 'keep, reported',
  },
];

test.each(cases)('$name: $sides becomes $expected', ({ ownership = 'merged', ...rest }) => {
  const { required = false, sides, expected } = rest;
  const [base, next, ours] = sides;
  const file = { owners: ['base'], ownership, required, mode: 0o644 as FileMode };
  const merged: Decision = { kind: 'conflict', reason: 'merge' };
  const { actions } = plan({
    base: entries(base, (text): BaseFile => ({ ...file, sha256: sha256(text) })),
    next: {
      files: entries(next, (text): TreeFile => {
        const bytes = Buffer.from(text);
        return { ...file, path: 'a', bytes, sha256: sha256(bytes), reads: newReadLog() };
      }),
    },
    worktree: entries(ours, found),
    merge: () => merged,
  });
  expect(actions.map(describeAction)).toEqual([expected]);
});

test('a path that only the worktree has is not in the plan', () => {
  const worktree = new Map([['mine', found('O')]]);
  const next = { files: new Map() };
  const { actions } = plan({ base: new Map(), next, worktree, merge: () => ({ kind: 'keep' }) });
  expect(actions).toEqual([]);
});

function entries<T>(text: string, make: (text: string) => T): ReadonlyMap<string, T> {
  return new Map(text === '-' ? [] : [['a', make(text)]]);
}

function found(text: string): Found {
  if (text === '/') return { kind: 'folder' };
  if (text === '@') return { kind: 'link' };
  return { kind: 'file', bytes: Buffer.from(text), sha256: sha256(text), mode: 0o644 };
}

function describeAction(action: Decision): string {
  if (action.kind === 'create' || action.kind === 'write') {
    return `${action.kind} ${Buffer.from(action.bytes).toString('utf8')}`;
  }
  if (action.kind === 'conflict') return action.reason === 'merge' ? 'merge' : 'conflict';
  return action.kind === 'keep' && action.reports !== undefined ? 'keep, reported' : action.kind;
}
