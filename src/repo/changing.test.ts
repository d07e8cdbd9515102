import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compilePack } from '../pack/compile.ts';
import { packFrom } from '../pack/load.ts';
import { byCodeUnit } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import { scratchFolder, type Files } from '../pack/testing.ts';
import { recoverAt } from './apply.ts';
import { countingFileSystem } from './counting-file-system.ts';
import { realFileSystem } from './file-system.ts';
import { processMark } from './process-mark.ts';
import { snapshot } from './snapshot.ts';
import { openRepository } from './open-repository.ts';
import { planChange } from './plan-change.ts';
import { commands, type Packs, type WritingCommand } from './testing-commands.ts';
import { createAt, engine } from './testing-repository.ts';
import { writeChange } from './write-change.ts';

/** Law 7 of every command that changes a repository: all of it or nothing, whatever happens to it. */

const child = join(import.meta.dirname, 'changing.child.ts');
const width = 4;
/** Boundaries are many, and each is a process: by day every third, by night every one. */
const step = process.env['PLINTH_NIGHTLY'] === '1' ? 1 : 3;

const tiny: Files = {
  'pack.yaml': `id: tiny
version: 1.0.0
title: Tiny
base: base
modules: { orders: {}, products: {}, users: {} }
`,
  'versions.yaml': '{}\n',
  'base/practice.yaml':
    "id: base\ntitle: Base\nsummary: Base.\nownership: { managed: ['src/**'] }\n",
  'base/files/src/core/main.ts': 'export const main = 1;\n',
  'base/files/README.md': '# One\n',
  'extra/practice.yaml': 'id: extra\ntitle: Extra\nsummary: More.\n',
  'extra/files/extra/a.txt': 'a\n',
};
const older = loadPackFrom({ ...tiny, 'base/files/old.txt': 'one\n' });
const newer = loadPackFrom({
  ...tiny,
  'base/practice.yaml': `${tiny['base/practice.yaml'] ?? ''}renames: { old.txt: new.txt }\n`,
  'base/files/new.txt': 'one\n',
  'base/files/src/core/main.ts': 'export const main = 2;\n',
  'base/files/README.md': '# Two\n',
});
const packs: Packs = { older, newer };

function loadPackFrom(files: Files): Pack {
  const sources = Object.entries(files).map(([path, text]) => ({
    path,
    mode: 0o644 as const,
    bytes: Buffer.from(text),
  }));
  return packFrom(sources.sort((one, other) => byCodeUnit(one.path, other.path)));
}

interface Case {
  readonly command: WritingCommand;
  /** Brings a repository to where the command is run. */
  readonly prepare: (root: string) => unknown;
}

const edited = (root: string): void => {
  createAt(root, older, { extra: {} });
  writeFileSync(join(root, 'README.md'), '# Mine\n');
};
const inConflict = async (root: string): Promise<void> => {
  edited(root);
  await commands.conflicts(realFileSystem, root, packs);
};

const cases: readonly Case[] = [
  {
    command: 'add',
    prepare: (root) => {
      createAt(root, older, {});
    },
  },
  {
    command: 'remove',
    prepare: (root) => {
      createAt(root, older, { extra: {} });
    },
  },
  {
    command: 'update',
    prepare: (root) => {
      createAt(root, older, {});
    },
  },
  { command: 'conflicts', prepare: edited },
  { command: 'abort', prepare: inConflict },
  {
    command: 'finish',
    prepare: async (root) => {
      await inConflict(root);
      writeFileSync(join(root, 'README.md'), '# Mine, two\n');
    },
  },
];

describe.each(cases)('$command', ({ command, prepare }) => {
  test(
    'killed at a boundary it leaves everything as it was or as it is to be',
    { timeout: 300_000 },
    async () => {
      const compiled = scratchFolder();
      writeFileSync(join(compiled, 'older.pack'), compilePack(older));
      writeFileSync(join(compiled, 'newer.pack'), compilePack(newer));
      const start = join(scratchFolder(), 'svc');
      await prepare(start);
      const before = snapshot(start);
      const whole = join(scratchFolder(), 'svc');
      cpSync(start, whole, { recursive: true });
      let boundaries = 0;
      await commands[command](
        countingFileSystem(() => (boundaries += 1)),
        whole,
        packs,
      );
      const after = snapshot(whole);
      expect(after).not.toEqual(before);
      expect(boundaries).toBeGreaterThan(15);

      const killAt = async (boundary: number): Promise<void> => {
        const root = join(scratchFolder(), 'svc');
        cpSync(start, root, { recursive: true });
        const args = ['--no-warnings', child, command, compiled, root, String(boundary)];
        const [, signal] = (await once(
          spawn(process.execPath, args, { stdio: 'ignore' }),
          'exit',
        )) as [number | null, string | null];
        expect(signal, `boundary ${String(boundary)}`).toBe('SIGKILL');
        recoverAt(realFileSystem, root, Date.now());
        const found = snapshot(root);
        if (JSON.stringify(found) !== JSON.stringify(after)) {
          expect(found, `boundary ${String(boundary)}`).toEqual(before);
          await commands[command](realFileSystem, root, packs);
          expect(snapshot(root), `boundary ${String(boundary)}, run again`).toEqual(after);
        }
      };
      const numbers = Array.from({ length: boundaries }, (_, boundary) => boundary).filter(
        (boundary) => boundary % step === 0,
      );
      for (let first = 0; first < boundaries; first += width) {
        await Promise.all(numbers.slice(first, first + width).map(killAt));
      }
    },
  );

  test('a disk that fails at any boundary leaves everything as it was', async () => {
    const start = join(scratchFolder(), 'svc');
    await prepare(start);
    const before = snapshot(start);
    let boundaries = 0;
    const whole = join(scratchFolder(), 'svc');
    cpSync(start, whole, { recursive: true });
    await commands[command](
      countingFileSystem(() => (boundaries += 1)),
      whole,
      packs,
    );
    const after = snapshot(whole);
    for (let failing = 0; failing < boundaries; failing += 1) {
      const root = join(scratchFolder(), 'svc');
      cpSync(start, root, { recursive: true });
      const fs = countingFileSystem((boundary) => {
        if (boundary === failing)
          throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      });
      const failed = await commands[command](fs, root, packs).then(
        () => false,
        (error: unknown) => {
          expect(error).toMatchObject({
            code: 'PLINTH_WRITE_FAILED',
            hint: 'Free some space on the disk.',
          });
          return true;
        },
      );
      recoverAt(realFileSystem, root, Date.now());
      const found = snapshot(root);
      const done = JSON.stringify(found) === JSON.stringify(after);
      if (!done) expect(found, `boundary ${String(failing)}`).toEqual(before);
      expect(failed || done).toBe(true);
    }
  });
});

test(
  'two processes at once: one of them changes the repository, the other is refused or finds it changed',
  { timeout: 60_000 },
  async () => {
    const compiled = scratchFolder();
    writeFileSync(join(compiled, 'older.pack'), compilePack(older));
    writeFileSync(join(compiled, 'newer.pack'), compilePack(newer));
    const whole = join(scratchFolder(), 'svc');
    createAt(whole, older, {});
    await commands.add(realFileSystem, whole, packs);
    const root = join(scratchFolder(), 'svc');
    createAt(root, older, {});
    const args = ['--no-warnings', child, 'add', compiled, root, '-1'];
    const runs = await Promise.all(
      [1, 2, 3].map(async () => {
        const running = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
        let said = '';
        running.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
        const [code] = (await once(running, 'close')) as [number | null];
        return { code, said };
      }),
    );
    expect(runs.some(({ code }) => code === 0)).toBe(true);
    for (const { code, said } of runs) {
      if (code !== 0) expect(said).toMatch(/PLINTH_(?:BUSY|CHANGED_MEANWHILE)/);
    }
    recoverAt(realFileSystem, root, Date.now());
    expect(snapshot(root)).toEqual(snapshot(whole));
  },
);

test.each(['the records were read', 'all was planned'])(
  'what another process finished after %s is neither overwritten nor taken back',
  async (moment) => {
    const root = join(scratchFolder(), 'svc');
    createAt(root, older, {});
    const stale = openRepository(realFileSystem, root);
    const answers = { ...stale.answers, practices: { extra: {} } };
    const early = await planChange(stale, older, answers, engine);
    await commands.add(realFileSystem, root, packs);
    const whole = snapshot(root);
    const planned =
      moment === 'all was planned' ? early : await planChange(stale, older, answers, engine);
    expect(() => writeChange(stale, planned)).toThrow(
      expect.objectContaining({ code: 'PLINTH_CHANGED_MEANWHILE', path: 'plinth.json' }),
    );
    expect(snapshot(root)).toEqual(whole);
  },
);

test.each([
  ['has finished', 'PLINTH_CHANGED_MEANWHILE'],
  ['is still writing', 'PLINTH_BUSY'],
])(
  'texts that another process, which %s, has put in place are not called damaged',
  async (state, code) => {
    const root = join(scratchFolder(), 'svc');
    createAt(root, older, {});
    const stale = openRepository(realFileSystem, root);
    const lock = readFileSync(join(root, 'plinth.lock'));
    await commands.update(realFileSystem, root, packs);
    writeFileSync(join(root, 'README.md'), '# Mine\n');
    if (state === 'is still writing') {
      writeFileSync(join(root, 'plinth.lock'), lock);
      const living = processMark().replace(String(process.pid), String(process.ppid));
      mkdirSync(join(root, `.plinth/journal-${living}`));
    }
    await expect(planChange(stale, newer, stale.answers, engine)).rejects.toMatchObject({ code });
  },
);

const isRoot = process.getuid?.() === 0;
const mustRun = process.env['CI'] === 'true';

describe.skipIf(!isRoot && !mustRun)('on a real disk (needs root)', () => {
  test('one that is full leaves the repository as it was', async () => {
    const disk = scratchFolder();
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', disk]).status).toBe(0);
    onTestFinished(() => {
      expect(spawnSync('umount', [disk]).status).toBe(0);
    });
    const root = join(disk, 'svc');
    createAt(root, older, {});
    // Leaves room for the journal's folder and little else.
    let size = 64 * 1024;
    while (size >= 1024) {
      const filled = spawnSync('dd', [
        'if=/dev/zero',
        `of=${join(disk, `fill-${String(size)}`)}`,
        `bs=${String(size)}`,
        'count=1',
      ]);
      size = filled.status === 0 ? size : size / 2;
      if (filled.status === 0) size /= 2;
    }
    const before = snapshot(root);
    await expect(commands.add(realFileSystem, root, packs)).rejects.toMatchObject({
      code: 'PLINTH_WRITE_FAILED',
    });
    expect(snapshot(root)).toEqual(before);
  });

  test('a folder that may not be written leaves the repository as it was', () => {
    const { parent, root } = repositoryOfRoot();
    createAt(root, older, {});
    const before = snapshot(root);
    expect(asNobody('add', parent, root)).toContain('PLINTH_WRITE_FAILED');
    expect(snapshot(root)).toEqual(before);
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe('# One\n');
  });

  test.each([
    'plinth.json',
    'plinth.lock',
    'README.md',
    'src',
    '.plinth',
    '.plinth/base',
    '.plinth/base/_rendered.gz',
  ])('%s that may not be read is told as that', (path) => {
    const { parent, root } = repositoryOfRoot();
    edited(root);
    chmodSync(join(root, path), 0);
    const said = asNobody('conflicts', parent, root);
    expect(said).toMatch(/PlinthError: \S+ cannot be read: EACCES: permission denied\n/);
    expect(said).toContain(`PlinthError: ${join(root, path)}`);
    expect(said).toContain("code: 'PLINTH_UNREADABLE'");
  });
});

/** A place for a repository that everybody may read, with the packs beside it. */
function repositoryOfRoot() {
  const parent = scratchFolder();
  chmodSync(parent, 0o755);
  writeFileSync(join(parent, 'older.pack'), compilePack(older));
  writeFileSync(join(parent, 'newer.pack'), compilePack(newer));
  return { parent, root: join(parent, 'svc') };
}

/** What a command says that fails for somebody who has no rights. */
function asNobody(command: WritingCommand, parent: string, root: string): string {
  const args = ['--no-warnings', child, command, parent, root, '-1', 'nobody'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status).not.toBe(0);
  return stderr;
}
