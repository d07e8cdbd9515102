import { expect, test } from 'vitest';
import type { PolicyException } from '../../pack/policy-schema.ts';
import type { Finding } from '../finding.ts';
import { withExceptions } from './exceptions.ts';

const today = '2026-11-22';
const edited: Finding = {
  rule: 'edited-locally',
  weight: 'violation',
  path: 'src/core/app.ts',
  practices: ['base'],
  message: 'edited',
};
const exception: PolicyException = {
  rule: 'edited-locally',
  path: 'src/core/app.ts',
  reason: 'a hotfix',
  owner: 'ann',
  expires: today,
};
const after = async (finding: Finding, changes: Partial<PolicyException>) =>
  excused(finding, changes).then(({ findings }) => findings);
const excused = (finding: Finding, changes: Partial<PolicyException>) =>
  withExceptions(
    [finding],
    [{ policyPath: 'plinth.policy.yaml', exception: { ...exception, ...changes } }],
    today,
  );

test('an exception counts until the end of its last day', async () => {
  expect(await after(edited, {})).toEqual([{ ...edited, excused: exception }]);
});

test('a day later it is reported itself, and what it excused counts again', async () => {
  const [first, second] = await after(edited, { expires: '2026-11-21' });
  expect(first).toEqual(edited);
  expect(second).toMatchObject({
    rule: 'exception-expired',
    weight: 'violation',
    path: 'plinth.policy.yaml',
    message: 'the exception for edited-locally at src/core/app.ts expired on 2026-11-21',
  });
});

test.each<[string, Partial<PolicyException>, boolean]>([
  ['a glob', { path: 'src/**' }, true],
  ['a glob of another folder', { path: 'test/**' }, false],
  ['another rule', { rule: 'missing' }, false],
  ['a key that the finding has not', { path: 'src/core/app.ts#auth' }, false],
])('an exception with %s', async (_, changes, excuses) => {
  const [finding, report] = await after(edited, changes);
  expect(finding?.excused !== undefined).toBe(excuses);
  expect(report?.rule).toBe(excuses ? undefined : 'exception-unused');
});

test('a key narrows an exception to it', async () => {
  const option: Finding = {
    ...edited,
    rule: 'option-value',
    path: 'plinth.json',
    key: 'auth.method',
  };
  const excuses = async (path: string) =>
    (await after(option, { rule: 'option-value', path }))[0]?.excused !== undefined;
  expect(await excuses('plinth.json#auth.method')).toBe(true);
  expect(await excuses('plinth.json#cache.tiers')).toBe(false);
  expect(await excuses('plinth.json')).toBe(true);
});

test('a note is nothing to be excused', async () => {
  const note: Finding = { ...edited, weight: 'note' };
  expect(await after(note, {})).toEqual([note]);
});

test.each<[string, Partial<PolicyException>, string]>([
  ['in force', {}, 'used'],
  ['for something else', { rule: 'missing' }, 'unused'],
  ['of yesterday', { expires: '2026-11-21' }, 'expired'],
])('an exception %s is reported', async (_, changes, state) => {
  expect((await excused(edited, changes)).exceptions).toMatchObject([
    { state, exception: { owner: 'ann' } },
  ]);
});
