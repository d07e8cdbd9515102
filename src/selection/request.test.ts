import { expect, test } from 'vitest';
import { loadSmallPack } from '../pack/testing.ts';
import { requestedPractices, type Request } from './request.ts';

const asked = (request: Partial<Request>, pack = loadSmallPack()) =>
  requestedPractices(pack, { with: [], without: [], ...request });

test('a preset, more with it, and less without it', () => {
  expect(asked({ preset: 'some' })).toEqual({ cache: { tiers: 'shared' } });
  expect(asked({ preset: 'some', with: ['jobs'] })).toEqual({
    cache: { tiers: 'shared' },
    jobs: {},
  });
  expect(asked({ preset: 'some', with: ['jobs'], without: ['cache'] })).toEqual({ jobs: {} });
});

test('a bare name keeps what the preset says of it, a value replaces it', () => {
  expect(asked({ preset: 'some', with: ['cache'] })).toEqual({ cache: { tiers: 'shared' } });
  expect(asked({ preset: 'some', with: ['cache=own'] })).toEqual({ cache: { tiers: 'own' } });
  expect(asked({ with: ['cache.tiers=shared'] })).toEqual({ cache: { tiers: 'shared' } });
});

test.each([
  [{ preset: 'sone' }, 'PLINTH_UNKNOWN_PRESET', 'Did you mean "some"?'],
  [{ with: ['cach=own'] }, 'PLINTH_UNKNOWN_PRACTICE', 'Did you mean "cache"?'],
  [{ without: ['cach'] }, 'PLINTH_UNKNOWN_PRACTICE', 'Did you mean "cache"?'],
  [{ with: ['=own'] }, 'PLINTH_UNKNOWN_PRACTICE', 'There is: cache, cron, jobs.'],
  [{ with: ['jobs=fast'] }, 'PLINTH_AMBIGUOUS_VALUE', 'Write jobs.'],
  [{ with: ['cache=own', 'cache.tiers=shared'] }, 'PLINTH_AMBIGUOUS_VALUE', 'Give one of them.'],
  [{ without: ['base'] }, 'PLINTH_PRACTICE_REQUIRED', 'The base is always present.'],
  [
    { with: ['cache=shared'], without: ['store'] },
    'PLINTH_PRACTICE_REQUIRED',
    'Leave out "cache" too, or keep "store".',
  ],
])('%j is refused with %s', (request, code, hint) => {
  expect(() => asked(request)).toThrow(expect.objectContaining({ code, hint }));
});

test('a value for a practice with several options has to say which', () => {
  const pack = loadSmallPack({
    'jobs/practice.yaml': `id: jobs
title: Jobs
summary: Jobs.
options:
  speed: { summary: How fast., default: slow, choices: { slow: { summary: Slow. }, fast: { summary: Fast. } } }
  place: { summary: Where., default: here, choices: { here: { summary: Here. } } }
`,
  });
  expect(() => asked({ with: ['jobs=fast'] }, pack)).toThrow(
    expect.objectContaining({
      code: 'PLINTH_AMBIGUOUS_VALUE',
      message: '"jobs=fast" does not say which option; "jobs" has place, speed',
    }),
  );
  expect(asked({ with: ['jobs.speed=fast'] }, pack)).toEqual({ jobs: { speed: 'fast' } });
});

test('leaving out what another one requires is refused, and both are named', () => {
  const pack = loadSmallPack({
    'jobs/practice.yaml': 'id: jobs\ntitle: Jobs\nsummary: Jobs.\nrequires: [cache]\n',
  });
  expect(() => asked({ with: ['jobs'], without: ['cache'] }, pack)).toThrow(
    expect.objectContaining({
      code: 'PLINTH_PRACTICE_REQUIRED',
      message: '"jobs" requires "cache"',
    }),
  );
});
