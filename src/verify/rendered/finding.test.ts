import { expect, test } from 'vitest';
import { findingLog } from './finding.ts';

const about = { check: 'links', path: 'README.md', message: 'leads nowhere' };

test('what many services show is one finding, of the simplest of them', () => {
  const log = findingLog();
  log.add({ ...about, combination: 'a,b' });
  log.add({ ...about, combination: 'nothing', other: 'pnpm' });
  log.add({ ...about, combination: 'c' });
  log.add({ ...about, combination: 'd,e,f' });
  expect(log.all()).toEqual([{ ...about, combination: 'c', services: 4 }]);
});

test('what only other answers show says which', () => {
  const log = findingLog();
  log.add({ ...about, combination: 'a', other: 'pnpm' });
  log.add({ ...about, combination: 'nothing', other: 'yarn' });
  expect(log.all()).toEqual([{ ...about, combination: 'nothing', other: 'yarn', services: 2 }]);
});

test('findings stand in order of check, path and message', () => {
  const log = findingLog();
  log.add({ ...about, message: 'z', combination: 'a' });
  log.add({ ...about, message: 'b', combination: 'a' });
  log.add({ ...about, path: 'A.md', combination: 'a' });
  log.add({ ...about, check: 'imports', combination: 'a' });
  expect(log.all().map(({ check, path, message }) => `${check} ${path} ${message}`)).toEqual([
    'imports README.md leads nowhere',
    'links A.md leads nowhere',
    'links README.md b',
    'links README.md z',
  ]);
});
