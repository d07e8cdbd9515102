import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

const cwd = '/work';

test('the cache is where PLINTH_CACHE says, or below that of the user', () => {
  expect(cacheFolder({ cwd, env: { PLINTH_CACHE: 'own' } }, 'packs')).toBe('/work/own/packs');
  const env = { XDG_CACHE_HOME: '/var/cache' };
  expect(cacheFolder({ cwd, env }, 'verify')).toBe('/var/cache/plinth/verify');
  expect(cacheFolder({ cwd, env: {} }, 'verify')).toBe(join(homedir(), '.cache/plinth/verify'));
});

test.each(['', 'cache'])('an empty HOME, and a cache at "%s", lead nowhere else', (named) => {
  vi.stubEnv('HOME', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = cacheFolder({ cwd, env: { XDG_CACHE_HOME: named } }, 'packs');
  expect(folder).toMatch(/^\/.*\/\.cache\/plinth\/packs$/);
});
