import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder, smallPack, writeFiles } from '../pack/testing.ts';

test('a rendering knows nothing of place, locale, time zone, or the order of files on disk', () => {
  const child = join(import.meta.dirname, 'determinism.child.ts');
  const rendered = (folder: string, env: Readonly<Record<string, string>>, cwd: string): string =>
    execFileSync(process.execPath, ['--no-warnings', child, folder], {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
  const backwards = Object.fromEntries(Object.entries(smallPack).reverse());
  const here = rendered(writeFiles(smallPack), { LC_ALL: 'C', TZ: 'UTC' }, '/');
  const there = rendered(
    writeFiles(backwards),
    { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu', HOME: '/nowhere' },
    scratchFolder(),
  );
  expect(here).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}$/);
  expect(there).toBe(here);
});
