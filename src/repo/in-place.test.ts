import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PlinthError } from '../pack/error.ts';
import { sha256 } from '../pack/files.ts';
import { scratchFolder } from '../pack/testing.ts';
import { apply, recoverAt } from './apply.ts';
import type { Change } from './changes.ts';
import { countingFileSystem } from './counting-file-system.ts';
import { realFileSystem } from './file-system.ts';
import { processMark } from './process-mark.ts';
import { snapshot } from './snapshot.ts';

/** Changes to files that exist: what `add`, `remove` and `update` come down to. */

const now = Date.now();

function repository(): string {
  const root = scratchFolder();
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'src/a.ts'), 'a\n');
  writeFileSync(join(root, 'gone.sh'), 'gone\n');
  chmodSync(join(root, 'gone.sh'), 0o755);
  writeFileSync(join(root, 'mine.txt'), 'mine\n');
  return root;
}

const before = (text: string, mode: 0o644 | 0o755 = 0o644) => ({ sha256: sha256(text), mode });

const changes: readonly Change[] = [
  { kind: 'remove', path: 'gone.sh', before: before('gone\n', 0o755) },
  { kind: 'write', path: 'new/b.ts', bytes: Buffer.from('b\n'), mode: 0o755, before: undefined },
  {
    kind: 'write',
    path: 'src/a.ts',
    bytes: Buffer.from('A\n'),
    mode: 0o644,
    before: before('a\n'),
  },
];

test('writes, replaces and removes, and leaves nothing else behind', () => {
  const root = repository();
  expect(apply(realFileSystem, root, changes, now)).toEqual({
    root,
    written: ['new/b.ts', 'src/a.ts'],
    removed: ['gone.sh'],
  });
  expect(Object.keys(snapshot(root))).toEqual(['mine.txt', 'new/', 'new/b.ts', 'src/', 'src/a.ts']);
  expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toBe('A\n');
});

test.each([
  ['600', '644', '600'],
  ['640', '755', '750'],
  ['444', '644', '444'],
  ['700', '644', '600'],
])('who may read a file of mode %s stays, when it is written as %s: %s', (was, wanted, now) => {
  const root = repository();
  const modeOf = (): string => (statSync(join(root, 'src/a.ts')).mode & 0o777).toString(8);
  chmodSync(join(root, 'src/a.ts'), was);
  const change: Change = {
    kind: 'write',
    path: 'src/a.ts',
    bytes: Buffer.from('A\n'),
    mode: wanted === '755' ? 0o755 : 0o644,
    before: before('a\n', was === '700' ? 0o755 : 0o644),
  };
  const next: Change = { kind: 'remove', path: 'mine.txt', before: before('mine\n') };
  const fs = {
    ...realFileSystem,
    removeFile: (path: string) => {
      if (path === join(root, 'mine.txt')) throw new Error('no');
      realFileSystem.removeFile(path);
    },
  };
  expect(() => apply(fs, root, [change, next], Date.now())).toThrow('no');
  expect(modeOf()).toBe(was);
  apply(realFileSystem, root, [change], Date.now());
  expect(modeOf()).toBe(now);
});

test('an error at any boundary puts every byte and mode back', () => {
  let boundaries = 0;
  apply(
    countingFileSystem(() => (boundaries += 1)),
    repository(),
    changes,
    now,
  );
  expect(boundaries).toBeGreaterThan(20);
  for (let failing = 0; failing < boundaries; failing += 1) {
    const root = repository();
    const untouched = snapshot(root);
    const fs = countingFileSystem((boundary) => {
      if (boundary === failing) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    try {
      apply(fs, root, changes, now);
    } catch (error) {
      expect(error).toMatchObject({ code: 'PLINTH_WRITE_FAILED' });
    }
    recoverAt(realFileSystem, root, now);
    const found = snapshot(root);
    if (found['gone.sh'] !== undefined) expect(found, `boundary ${failing}`).toEqual(untouched);
    else expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toBe('A\n');
  }
});

test('a file that changed after the plan was made stops everything', () => {
  const root = repository();
  writeFileSync(join(root, 'src/a.ts'), 'edited meanwhile\n');
  const untouched = snapshot(root);
  expect(() => apply(realFileSystem, root, changes, now)).toThrow(
    expect.objectContaining({ code: 'PLINTH_CHANGED_MEANWHILE', path: 'src/a.ts' }),
  );
  expect(snapshot(root)).toEqual(untouched);
});

test('a file that appeared after the plan was made is not overwritten', () => {
  const root = repository();
  mkdirSync(join(root, 'new'));
  writeFileSync(join(root, 'new/b.ts'), 'mine\n');
  const untouched = snapshot(root);
  expect(() => apply(realFileSystem, root, changes, now)).toThrow(
    expect.objectContaining({ code: 'PLINTH_CHANGED_MEANWHILE', path: 'new/b.ts' }),
  );
  expect(snapshot(root)).toEqual(untouched);
});

test('a disk that fails while everything is put back says so, and the next run puts it back', () => {
  const root = repository();
  const untouched = snapshot(root);
  let renames = 0;
  const fs = {
    ...realFileSystem,
    rename: (from: string, to: string) => {
      renames += 1;
      if (renames > 2) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      realFileSystem.rename(from, to);
    },
  };
  expect(() => apply(fs, root, changes, now)).toThrow(
    expect.objectContaining({ code: 'PLINTH_RECOVERY_FAILED' }),
  );
  recoverAt(realFileSystem, root, now);
  expect(snapshot(root)).toEqual(untouched);
});

test('recovery keeps what somebody edited after the process had died', () => {
  const root = repository();
  interrupt(root);
  writeFileSync(join(root, 'new/b.ts'), 'edited after the crash\n');
  writeFileSync(join(root, 'gone.sh'), 'written again\n');
  recoverAt(realFileSystem, root, now);
  expect(readFileSync(join(root, 'gone.sh'), 'utf8')).toBe('written again\n');
  expect(readFileSync(join(root, 'new/b.ts'), 'utf8')).toBe('edited after the crash\n');
  expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toBe('a\n');
  expect(readdirSync(root)).not.toContain('.plinth');
});

test.each([
  ['not JSON', '{'],
  ['another version', '{"version":2,"entries":[],"folders":[]}'],
  [
    'a path outside',
    '{"version":1,"entries":[{"path":"../a","before":null,"after":null}],"folders":[]}',
  ],
  ['a folder outside', '{"version":1,"entries":[],"folders":["/etc"]}'],
])('a journal with %s is refused, and nothing is touched', (_, text) => {
  const root = repository();
  writeFileSync(join(interrupt(root), 'journal.json'), text);
  const untouched = snapshot(root);
  expect(() => {
    recoverAt(realFileSystem, root, now);
  }).toThrow(expect.objectContaining({ code: 'PLINTH_RECOVERY_FAILED' }));
  expect(snapshot(root)).toEqual(untouched);
});

test('two processes do not write one repository, until the other one is gone', async () => {
  const root = repository();
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  const [, host = ''] = processMark().split('-');
  const journal = join(root, `.plinth/journal-${String(other.pid)}-${host}`);
  mkdirSync(journal, { recursive: true });
  const busy = expect.objectContaining({ code: 'PLINTH_BUSY' }) as Error;
  expect(() => {
    recoverAt(realFileSystem, root, now);
  }).toThrow(busy);
  expect(() => apply(realFileSystem, root, changes, now)).toThrow(busy);

  other.kill('SIGKILL');
  await once(other, 'exit');
  recoverAt(realFileSystem, root, now);
  expect(Object.keys(snapshot(root))).toEqual(Object.keys(snapshot(repository())));
});

test('a journal of another machine counts as left behind after ten minutes', () => {
  const root = repository();
  const journal = join(root, '.plinth/journal-1-0123abcd');
  mkdirSync(journal, { recursive: true });
  expect(() => {
    recoverAt(realFileSystem, root, now);
  }).toThrow(expect.objectContaining({ code: 'PLINTH_BUSY' }));
  const long = new Date(now - 11 * 60 * 1000);
  utimesSync(journal, long, long);
  recoverAt(realFileSystem, root, now);
  expect(readdirSync(root)).not.toContain('.plinth');
});

test('where nothing was interrupted nothing is written, for the disk may be read-only', () => {
  const root = repository();
  mkdirSync(join(root, '.plinth/base'), { recursive: true });
  const readOnly = countingFileSystem(() => {
    throw Object.assign(new Error('read-only file system'), { code: 'EROFS' });
  });
  expect(() => {
    recoverAt(readOnly, root, now);
  }).not.toThrow();
});

test('a folder above that may not be listed keeps nobody from the repository in it', () => {
  const root = repository();
  const fs = {
    ...realFileSystem,
    list: (path: string) => {
      if (path !== dirname(root)) return realFileSystem.list(path);
      throw new PlinthError('PLINTH_UNREADABLE', `${path} cannot be read`);
    },
  };
  expect(() => {
    recoverAt(fs, root, now);
  }).not.toThrow();
});

/** Leaves a repository as a process does that dies just before its last rename; returns the journal. */
function interrupt(root: string): string {
  let renames = 0;
  const stopping = new Error('stop');
  const fs = {
    ...realFileSystem,
    rename: (from: string, to: string) => {
      renames += 1;
      // The journal's own rename is the first, that of new/b.ts the second.
      if (renames > 2) throw stopping;
      realFileSystem.rename(from, to);
    },
    removeFile: (path: string) => {
      // Dead processes do not roll back.
      if (renames > 2) throw stopping;
      realFileSystem.removeFile(path);
    },
  };
  expect(() => apply(fs, root, changes, now)).toThrow(
    expect.objectContaining({ code: 'PLINTH_RECOVERY_FAILED', cause: stopping }),
  );
  const folder = join(root, '.plinth', `journal-${processMark()}`);
  expect(readdirSync(folder)).toContain('journal.json');
  const dead = join(root, '.plinth', `journal-4194399-${processMark().split('-')[1] ?? ''}`);
  renameSync(folder, dead);
  return dead;
}
