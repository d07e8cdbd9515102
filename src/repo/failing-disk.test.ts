import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compilePack } from '../pack/compile.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import { createRepository } from './create.ts';
import { snapshot } from './snapshot.ts';
import { answersFor } from './testing-answers.ts';

/** What a disk can do to a run, on real disks and with a real user. */

const isRoot = process.getuid?.() === 0;
const mustRun = process.env['CI'] === 'true';

describe.skipIf(!isRoot && !mustRun)(
  'a disk that is full (needs root to mount a small one)',
  () => {
    test.each(['new', 'existing'])('leaves nothing in a %s directory', (kind) => {
      const disk = smallDisk('64k');
      const target = join(disk, 'svc');
      if (kind === 'existing') mkdirSync(target);
      const before = snapshot(disk);
      expect(() => {
        createRepository({ pack: loadSmallPack(), answers: everything, engine: '1.0.0' }, target);
      }).toThrow(
        expect.objectContaining({
          code: 'PLINTH_WRITE_FAILED',
          hint: 'Free some space on the disk.',
        }),
      );
      expect(snapshot(disk)).toEqual(before);
    });
  },
);

describe.skipIf(!isRoot && !mustRun)(
  'a folder that may not be written (needs root to drop to nobody)',
  () => {
    test('says so and leaves nothing', () => {
      const parent = scratchFolder();
      chmodSync(parent, 0o755);
      const compiled = join(parent, 'small.pack');
      writeFileSync(compiled, compilePack(loadSmallPack()));
      const before = snapshot(parent);
      const child = join(import.meta.dirname, 'refused.child.ts');
      const args = ['--no-warnings', child, compiled, join(parent, 'svc')];
      const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(JSON.parse(run.stdout)).toEqual({
        code: 'PLINTH_WRITE_FAILED',
        hint: 'Check the permissions of the folder.',
      });
      expect(snapshot(parent)).toEqual(before);
    });
  },
);

test('a parent that does not exist is named', () => {
  const target = join(scratchFolder(), 'missing/svc');
  expect(() => {
    createRepository({ pack: loadSmallPack(), answers: everything, engine: '1.0.0' }, target);
  }).toThrow(expect.objectContaining({ code: 'PLINTH_WRITE_FAILED', path: target }));
});

test('a directory with a file in it is refused, and the file named', () => {
  const target = scratchFolder();
  writeFileSync(join(target, 'mine.txt'), 'mine');
  expect(() => {
    createRepository({ pack: loadSmallPack(), answers: everything, engine: '1.0.0' }, target);
  }).toThrow(expect.objectContaining({ code: 'PLINTH_TARGET_NOT_EMPTY' }));
  expect(readdirSync(target)).toEqual(['mine.txt']);
});

test('a target that is a file is refused', () => {
  const target = join(scratchFolder(), 'file');
  writeFileSync(target, '');
  expect(() => {
    createRepository({ pack: loadSmallPack(), answers: everything, engine: '1.0.0' }, target);
  }).toThrow(expect.objectContaining({ code: 'PLINTH_TARGET_INVALID' }));
});

const everything = answersFor({ cache: { tiers: 'shared' }, jobs: {} });

function smallDisk(size: string): string {
  const disk = scratchFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]);
  expect(mounted.status, 'mount').toBe(0);
  // Finished hooks run in reverse order: unmounted before the folder is removed.
  onTestFinished(() => {
    expect(spawnSync('umount', [disk]).status, 'umount').toBe(0);
  });
  return disk;
}
