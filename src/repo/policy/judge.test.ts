import { expect, test } from 'vitest';
import { parsePolicy } from '../../pack/parse-policy.ts';
import { loadSmallPack } from '../../pack/testing.ts';
import type { RequestedPractices } from '../../selection/answers.ts';
import { resolve } from '../../selection/resolve.ts';
import { answersFor } from '../testing-answers.ts';
import { judge } from './judge.ts';

const found = (
  policy: string,
  practices: RequestedPractices,
  { engine = '1.2.0', pack = '1.0.0' } = {},
  current = { engine: '1.2.0', pack: '1.0.0' },
) =>
  judge(parsePolicy(policy, 'plinth.policy.yaml'), {
    selection: resolve(loadSmallPack(), answersFor(practices)),
    rendered: { engine, pack: { version: pack } },
    current: { engine: current.engine, pack: { version: current.pack } },
  }).map(({ rule, path, key, message, hint }) => ({
    rule,
    target: `${path}#${key ?? ''}`,
    message,
    hint,
  }));

test('a repository that is as the policy wants has nothing to mend', () => {
  const policy =
    'practices: { required: [cache], forbidden: [cron] }\noptions: { cache.tiers: [own, shared] }\nminimum: { engine: 1.2.0, pack: 1.0.0 }';
  expect(found(policy, { cache: {} })).toEqual([]);
});

test('a practice that is required has to be there', () => {
  expect(found('practices: { required: [cache] }', {})).toEqual([
    {
      rule: 'practice-required',
      target: 'plinth.json#cache',
      message: 'the policy requires the practice cache',
      hint: 'Run plinth add cache.',
    },
  ]);
});

test('a practice that is forbidden may not be there, and who brought it along is told', () => {
  const policy = 'practices: { forbidden: [store, cron] }';
  expect(found(policy, { cron: {} })).toMatchObject([
    { rule: 'practice-forbidden', target: 'plinth.json#cron', hint: 'Run plinth remove cron.' },
  ]);
  expect(found(policy, { cache: { tiers: 'shared' } })).toMatchObject([
    {
      target: 'plinth.json#store',
      message: 'the policy forbids the practice store, brought along by cache',
      hint: 'Run plinth remove cache.',
    },
  ]);
});

test('an option has one of the values that are allowed, where its practice is present', () => {
  const policy = 'options: { cache.tiers: shared }';
  expect(found(policy, {})).toEqual([]);
  expect(found(policy, { cache: {} })).toMatchObject([
    {
      rule: 'option-value',
      target: 'plinth.json#cache.tiers',
      message: 'the policy wants cache.tiers to be shared, and it is own',
      hint: 'Run plinth add cache.tiers=shared.',
    },
  ]);
});

test.each([
  ['1.2.0', '1.0.0', []],
  ['1.10.0', '1.0.0', []],
  ['1.1.9', '1.0.0', ['engine-version']],
  ['1.2.0-beta.1', '1.0.0', ['engine-version']],
  ['1.2.0', '0.9.0', ['pack-version']],
  ['1.2.0', 'main', ['pack-version']],
])('engine %s and pack %s against 1.2.0 and 1.0.0: %j', (engine, pack, rules) => {
  const policy = 'minimum: { engine: 1.2.0, pack: 1.0.0 }';
  expect(found(policy, {}, { engine, pack }).map(({ rule }) => rule)).toEqual(rules);
});

test('what is too old is mended by an update, and by a newer release where the update would not do', () => {
  const policy = 'minimum: { engine: 1.2.0, pack: 1.0.0 }';
  const rendered = { engine: '1.0.0', pack: '0.8.0' };
  const hints = (current: typeof rendered): unknown =>
    found(policy, {}, rendered, current).map(({ hint }) => hint);
  expect(hints({ engine: '1.2.0', pack: '1.0.0' })).toEqual([
    'Run plinth update.',
    'Run plinth update.',
  ]);
  expect(hints({ engine: '1.1.0', pack: '0.9.0' })).toEqual([
    'This is Plinth 1.1.0: install create-plinth 1.2.0 or newer, and run its plinth update.',
    'This pack is 0.9.0: get 1.0.0 or newer of it, and run plinth update.',
  ]);
});
