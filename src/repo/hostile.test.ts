import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlinthError } from '../pack/error.ts';
import { sha256 } from '../pack/files.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import { recoverAt } from './apply.ts';
import { realFileSystem } from './file-system.ts';
import { abortConflicts, resolvedRepository } from './finish-conflicts.ts';
import { openRepository } from './open-repository.ts';
import { planChange } from './plan-change.ts';
import { snapshot } from './snapshot.ts';
import { changeTo, createAt, engine } from './testing-repository.ts';
import { writeChange } from './write-change.ts';

/**
 * Records that a stranger has written: a command refuses them with an error of its own, or works as
 * always; nothing outside of the repository is touched, and a refused command has written nothing.
 */

const pack = loadSmallPack();
const numRuns = Math.max(250, Number(process.env['PLINTH_RUNS'] ?? 0));

/** What somebody did to the records of a repository. */
interface Attack {
  readonly name: string;
  readonly apply: (root: string) => void;
}

const unsafe = fc.constantFrom(
  '../outside/prey.txt',
  '/etc/plinth-prey',
  'a/../../outside/prey.txt',
  '.git/hooks/pre-commit',
  '.GIT/config',
  'git~1/config',
  'plinth.json',
  '.plinth/base/_rendered.gz',
  '__proto__',
  'constructor/x',
  'con',
  'a\\..\\..\\b',
  'a\0b',
  'README.MD',
  'src/main.ts/inside',
  'x'.repeat(500),
  '',
);

const record = fc.constantFrom(
  'plinth.json',
  'plinth.lock',
  '.plinth/base/_rendered.gz',
  '.plinth/base/cache.gz',
);

function named(name: string, apply: (root: string) => void): Attack {
  return { name, apply };
}

function editText(path: string, change: (text: string) => string): (root: string) => void {
  return (root) => {
    writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
  };
}

const someFile = { owners: ['base'], ownership: 'merged', sha256: sha256('prey\n'), mode: '644' };

function withFile(path: string, file: object): (root: string) => void {
  return editText('plinth.lock', (text) =>
    text.replace('"files": {', `"files": {\n    ${JSON.stringify(path)}: ${JSON.stringify(file)},`),
  );
}

const attacks: fc.Arbitrary<Attack> = fc.oneof(
  fc.tuple(record, fc.nat()).map(([path, at]) =>
    named(`${path} cut at ${String(at)}`, (root) => {
      const bytes = readFileSync(join(root, path));
      writeFileSync(join(root, path), bytes.subarray(0, at % bytes.length));
    }),
  ),
  fc.tuple(record, fc.nat(), fc.nat(255)).map(([path, at, by]) =>
    named(`${path} with another byte at ${String(at)}`, (root) => {
      const bytes = readFileSync(join(root, path));
      bytes[at % bytes.length] = by;
      writeFileSync(join(root, path), bytes);
    }),
  ),
  unsafe.map((path) => named(`the file ${path} in the lock`, withFile(path, someFile))),
  unsafe.map((path) =>
    named(
      `a file moved to ${path}`,
      editText('plinth.lock', (text) =>
        text.replace(/("README\.md": \{)/, `$1"at":${JSON.stringify(path)},`),
      ),
    ),
  ),
  unsafe.map((path) =>
    named(
      `the practice ${path}`,
      editText('plinth.json', (text) =>
        text.replace('"practices": {', `"practices": {${JSON.stringify(path)}: {},`),
      ),
    ),
  ),
  unsafe.map((path) =>
    named(
      `the module ${path}`,
      editText('plinth.json', (text) =>
        text.replace('"modules": {', `"modules": {${JSON.stringify(path)}: {},`),
      ),
    ),
  ),
  unsafe.map((path) =>
    named(`an ancestor of ${path}`, (root) => {
      writeFileSync(
        join(root, '.plinth/base/zzz.gz'),
        gzipSync(`${JSON.stringify([path, 'prey\n'])}\n`),
      );
    }),
  ),
  fc
    .tuple(
      fc.constantFrom('plinth.json', 'plinth.lock'),
      fc.constantFrom(
        '"__proto__": {"polluted": true},',
        '"version": 99,',
        '"version": "1",',
        '"files": [],',
        '"practices": null,',
        '"x": 1,',
      ),
    )
    .map(([path, text]) =>
      named(
        `${path} with ${text}`,
        editText(path, (whole) => whole.replace('{', `{${text}`)),
      ),
    ),
  fc
    .tuple(record, fc.constantFrom('folder', 'link', 'nothing', 'zeros', 'not UTF-8'))
    .map(([path, what]) =>
      named(`${what} in the place of ${path}`, (root) => {
        const full = join(root, path);
        rmSync(full, { recursive: true });
        if (what === 'folder') mkdirSync(full);
        if (what === 'link') symlinkSync(join(dirname(root), 'outside/prey.txt'), full);
        if (what === 'zeros') writeFileSync(full, gzipSync(Buffer.alloc(40 * 1024 * 1024)));
        if (what === 'not UTF-8') writeFileSync(full, Buffer.from([0x7b, 0xff, 0xfe, 0x22, 0x7d]));
      }),
    ),
  fc.tuple(unsafe, fc.boolean()).map(([path, pending]) =>
    named(`${pending ? 'conflicts' : 'a journal'} with ${path}`, (root) => {
      const folder = join(root, pending ? '.plinth/conflicts' : '.plinth/journal-4194399-01234567');
      mkdirSync(folder, { recursive: true });
      const entry = { path, before: null, after: { sha256: sha256('prey\n'), mode: 0o644 } };
      const unresolved = [{ path, rendered: path, marked: false, next: null }];
      const index = [[path, []]];
      const state = { version: 1, entries: [entry], folders: [path], unresolved, index };
      writeFileSync(join(folder, pending ? 'state.json' : 'journal.json'), JSON.stringify(state));
    }),
  ),
  fc.constantFrom('src', 'src/main.ts', 'package.json', '.plinth', '.plinth/base').map((path) =>
    named(`a link out in the place of ${path}`, (root) => {
      rmSync(join(root, path), { recursive: true });
      symlinkSync(join(dirname(root), 'outside'), join(root, path));
    }),
  ),
);

const commands: Readonly<Record<string, (root: string) => Promise<unknown>>> = {
  add: (root) => changeTo(root, pack, { cache: { tiers: 'shared' }, jobs: {} }),
  apply: async (root) => {
    const opened = openRepository(realFileSystem, root);
    const { repository } = await resolvedRepository(opened);
    return writeChange(repository, await planChange(repository, pack, repository.answers, engine));
  },
  abort: (root) => abortConflicts(realFileSystem, root),
};

test(
  `${String(numRuns)} attacks: refused in words or harmless, and nothing outside is touched`,
  { timeout: 300_000 },
  async () => {
    const parent = scratchFolder();
    const [root, outside] = [join(parent, 'svc'), join(parent, 'outside')];
    mkdirSync(outside);
    writeFileSync(join(outside, 'prey.txt'), 'prey\n');
    const untouched = snapshot(outside);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        attacks,
        fc.constantFrom(...Object.keys(commands)),
        async (attack, command) => {
          rmSync(outside, { recursive: true });
          mkdirSync(outside);
          writeFileSync(join(outside, 'prey.txt'), 'prey\n');
          createAt(root, pack, { cache: {} });
          attack.apply(root);
          let before = readableSnapshot(root);
          try {
            recoverAt(realFileSystem, root, Date.now() + 60 * 60 * 1000);
            before = readableSnapshot(root);
            await commands[command]?.(root);
          } catch (error) {
            if (!(error instanceof PlinthError))
              throw new Error(`${attack.name}, ${command}`, { cause: error });
            refused += 1;
            expect(error.hint, attack.name).toMatch(/\w/);
            expect(readableSnapshot(root), attack.name).toEqual(before);
          }
          expect(snapshot(outside), attack.name).toEqual(untouched);
          expect(readdirSync(parent).sort()).toEqual(['outside', 'svc']);
          expect(({} as Readonly<Record<string, unknown>>)['polluted']).toBeUndefined();
          rmSync(root, { recursive: true });
        },
      ),
      { numRuns },
    );
    expect(refused).toBeGreaterThan(numRuns / 3);
  },
);

/** Links are compared as links. */
function readableSnapshot(root: string): unknown {
  try {
    return snapshot(root);
  } catch {
    return undefined;
  }
}
