import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import { compilePack } from '../pack/compile.ts';
import { scratchFolder, writeFiles, type Files } from '../pack/testing.ts';
import { countingFileSystem } from './counting-file-system.ts';
import { assertCreatable, createRepository, type CreateRequest } from './create.ts';
import { snapshot } from './snapshot.ts';
import { answersFor } from './testing-answers.ts';

/** Law 7: killed at any instant, a command leaves all of it or nothing, and the next run recovers. */

const child = join(import.meta.dirname, 'killed.child.ts');
const width = 4;

/** As small as a pack can be and still have folders, a mode and files of two ownerships. */
const tinyPack: Files = {
  'pack.yaml':
    'id: tiny\nversion: 1.0.0\ntitle: Tiny\nbase: base\nmodules: { orders: {}, products: {}, users: {} }\n',
  'versions.yaml': '{}\n',
  'base/practice.yaml':
    "id: base\ntitle: Base\nsummary: Base.\nownership: { managed: ['src/**', .gitattributes] }\n",
  'base/files/src/core/main.ts': 'export const main = 1;\n',
  'base/files/README.md.hbs': '# {{name}}\n',
};

interface Place {
  readonly name: string;
  /** Makes what is there before, and returns the folder to create in. */
  readonly prepare: (parent: string) => string;
}

const places: readonly Place[] = [
  { name: 'a new directory', prepare: (parent) => join(parent, 'svc') },
  {
    name: 'a directory with nothing but .git',
    prepare: (parent) => {
      mkdirSync(join(parent, 'svc/.git'), { recursive: true });
      writeFileSync(join(parent, 'svc/.git/HEAD'), 'ref: refs/heads/main\n');
      return join(parent, 'svc');
    },
  },
];

test.each(places)(
  'a process killed at any boundary leaves $name as it was or complete',
  { timeout: 300_000 },
  async ({ prepare }) => {
    const request: CreateRequest = {
      pack: loadPack(writeFiles(tinyPack)),
      answers: answersFor({}),
      engine: '1.0.0',
    };
    const compiled = join(scratchFolder(), 'tiny.pack');
    writeFileSync(compiled, compilePack(request.pack));
    const whole = scratchFolder();
    let boundaries = 0;
    const target = prepare(whole);
    const before = snapshot(whole);
    createRepository(
      request,
      target,
      countingFileSystem(() => (boundaries += 1)),
    );
    const after = snapshot(whole);
    expect(boundaries).toBeGreaterThan(15);

    const killAt = async (boundary: number): Promise<void> => {
      const parent = scratchFolder();
      const place = prepare(parent);
      const args = ['--no-warnings', child, compiled, place, String(boundary)];
      const process_ = spawn(process.execPath, args, { stdio: 'ignore' });
      const [, signal] = (await once(process_, 'exit')) as [number | null, string | null];
      expect(signal, `boundary ${boundary}`).toBe('SIGKILL');

      recovered(place);
      const found = snapshot(parent);
      if (found['svc/plinth.lock'] === undefined) {
        expect(found, `boundary ${boundary}`).toEqual(before);
        createRepository(request, place);
      }
      expect(snapshot(parent), `boundary ${boundary}, run again`).toEqual(after);
    };
    const numbers = Array.from({ length: boundaries }, (_, boundary) => boundary);
    for (let first = 0; first < boundaries; first += width) {
      await Promise.all(numbers.slice(first, first + width).map(killAt));
    }
  },
);

/** What every command does first. A complete repository refuses to be created again; that is fine here. */
function recovered(target: string): void {
  try {
    assertCreatable(target);
  } catch (error) {
    expect(error).toMatchObject({ code: 'PLINTH_TARGET_NOT_EMPTY' });
    expect(readdirSync(target)).toContain('plinth.lock');
  }
}
