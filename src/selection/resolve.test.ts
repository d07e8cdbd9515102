import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSmallPack } from '../pack/testing.ts';
import type { Answers, RequestedPractices } from './answers.ts';
import { resolve } from './resolve.ts';
import { anyRequest } from './testing.ts';

const asking = (practices: RequestedPractices): Answers => ({
  name: 'svc',
  practices,
  modules: {},
  packageManager: { name: 'npm' },
  node: 'system',
});

const resolved = (practices: RequestedPractices, pack = loadSmallPack()) =>
  resolve(pack, asking(practices));

test('what was asked for is kept apart from what it brings along', () => {
  const { requested, practices, requires } = resolved({ cache: { tiers: 'shared' } });
  expect(requested).toEqual({ cache: { tiers: 'shared' } });
  expect([...practices.keys()]).toEqual(['base', 'cache', 'store']);
  expect(requires.get('cache')).toEqual(['store']);
});

test('an option that was not given takes its default, and is spelled out', () => {
  const { requested, practices } = resolved({ cache: {} });
  expect(requested).toEqual({ cache: { tiers: 'own' } });
  expect([...practices.keys()]).toEqual(['base', 'cache']);
});

test('requirements are followed to the end, in circles too', () => {
  const pack = loadSmallPack({
    'jobs/practice.yaml': 'id: jobs\ntitle: Jobs\nsummary: Jobs.\nrequires: [cron]\n',
    'cron/practice.yaml': 'id: cron\ntitle: Cron\nsummary: Cron.\nrequires: [cache, jobs]\n',
  });
  expect([...resolved({ jobs: {} }, pack).practices.keys()]).toEqual([
    'base',
    'cache',
    'cron',
    'jobs',
  ]);
});

test('every valid request closes over what it requires and is its own closure', () => {
  const pack = loadSmallPack();
  fc.assert(
    fc.property(anyRequest(pack), (request) => {
      const { practices, requires, requested } = resolved(request, pack);
      for (const id of practices.keys()) {
        for (const required of requires.get(id) ?? []) expect(practices.has(required)).toBe(true);
      }
      expect(resolved(requested, pack)).toEqual(resolved(request, pack));
    }),
  );
});

test('a practice that nothing brings along cannot be chosen either, and that is said', () => {
  const files = { 'lone/practice.yaml': 'id: lone\ntitle: L\nsummary: S.\nimplied: true\n' };
  expect(() => resolved({ lone: {} }, loadSmallPack(files))).toThrow(
    expect.objectContaining({ hint: 'It comes along with those that require it, and none does.' }),
  );
});

test.each([
  [{ cash: {} }, 'PLINTH_UNKNOWN_PRACTICE', 'there is no practice "cash"', 'Did you mean "cache"?'],
  [
    { cache: { tier: 'own' } },
    'PLINTH_UNKNOWN_OPTION',
    '"cache" has no option "tier"',
    'Did you mean "tiers"?',
  ],
  [
    { cache: { tiers: 'everywhere' } },
    'PLINTH_UNKNOWN_VALUE',
    '"cache.tiers" has no choice "everywhere"',
    'There is: own, shared.',
  ],
  [
    { store: {} },
    'PLINTH_PRACTICE_NOT_OFFERED',
    '"store" cannot be chosen',
    'It comes along with cache when needed.',
  ],
  [
    { base: {} },
    'PLINTH_PRACTICE_NOT_OFFERED',
    '"base" cannot be chosen',
    'The base is always present.',
  ],
  [
    { jobs: {}, cron: {} },
    'PLINTH_PRACTICE_CONFLICT',
    '"jobs" and "cron" exclude each other',
    'Leave one of them out.',
  ],
  [{ constructor: {} }, 'PLINTH_UNKNOWN_PRACTICE', 'there is no practice "constructor"', undefined],
  [
    { cache: { toString: 'own' } },
    'PLINTH_UNKNOWN_OPTION',
    '"cache" has no option "toString"',
    undefined,
  ],
])('%j is refused with %s', (request, code, message, hint) => {
  expect(() => resolved(request as RequestedPractices)).toThrow(
    expect.objectContaining({ code, message, ...(hint === undefined ? {} : { hint }) }),
  );
});
