import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { errorPage } from '../../src/cli/error-page.ts';
import { errorCodes } from '../../src/pack/error-codes.ts';
import { jsonOf, plinth, scratchFolder, type FailureJson } from './plinth.ts';

const root = join(import.meta.dirname, '../..');

interface Mistake {
  readonly args: readonly string[];
  readonly code: string;
  /** A part of the message or the hint. */
  readonly says: string;
  readonly exit?: number;
}

const mistakes: readonly Mistake[] = [
  { args: ['creat'], code: 'PLINTH_UNKNOWN_COMMAND', says: 'Did you mean "create"?' },
  { args: ['create', 's', '--presset', 'x'], code: 'PLINTH_UNKNOWN_FLAG', says: '"--preset"' },
  { args: ['create', 's', '--preset'], code: 'PLINTH_FLAG_VALUE', says: '--preset NAME' },
  { args: ['create', 's', '--preset', '--yes'], code: 'PLINTH_FLAG_VALUE', says: 'needs a value' },
  { args: ['create', 's', '--yes=no'], code: 'PLINTH_FLAG_VALUE', says: 'takes no value' },
  {
    args: ['create', 's', '--pm', 'pnmp'],
    code: 'PLINTH_FLAG_VALUE',
    says: 'Did you mean "pnpm"?',
  },
  { args: ['create'], code: 'PLINTH_MISSING_ARGUMENT', says: 'create needs a directory' },
  { args: ['create', ''], code: 'PLINTH_MISSING_ARGUMENT', says: 'create needs a directory' },
  { args: ['create', 's', '--with', ','], code: 'PLINTH_FLAG_VALUE', says: '--with LIST' },
  { args: ['help', 'creat'], code: 'PLINTH_UNKNOWN_COMMAND', says: 'Did you mean "create"?' },
  { args: ['create', 'no/such/s'], code: 'PLINTH_TARGET_INVALID', says: 'mkdir -p no/such' },
  { args: ['info'], code: 'PLINTH_MISSING_ARGUMENT', says: 'plinth list' },
  {
    args: ['create', 's', 'standard'],
    code: 'PLINTH_SURPLUS_ARGUMENT',
    says: '-- --preset standard',
  },
  {
    args: ['create', 's', '--preset', 'standart'],
    code: 'PLINTH_UNKNOWN_PRESET',
    says: '"standard"',
  },
  { args: ['create', 's', '--with', 'cashe'], code: 'PLINTH_UNKNOWN_PRACTICE', says: '"cache"' },
  { args: ['create', 's', '--without', 'cashe'], code: 'PLINTH_UNKNOWN_PRACTICE', says: '"cache"' },
  { args: ['info', 'cashe'], code: 'PLINTH_UNKNOWN_PRACTICE', says: '"cache"' },
  {
    args: ['create', 's', '--with', 'cache.tier=memory'],
    code: 'PLINTH_UNKNOWN_OPTION',
    says: '"tiers"',
  },
  {
    args: ['create', 's', '--with', 'cache=memry'],
    code: 'PLINTH_UNKNOWN_VALUE',
    says: '"memory"',
  },
  { args: ['create', 's', '--with', 'k6=smoke'], code: 'PLINTH_AMBIGUOUS_VALUE', says: 'Write k6' },
  {
    args: ['create', 's', '--with', 'redis'],
    code: 'PLINTH_PRACTICE_NOT_OFFERED',
    says: 'comes along',
  },
  { args: ['create', 'My Service'], code: 'PLINTH_NAME_INVALID', says: 'my-service' },
  { args: ['create', 'node_modules'], code: 'PLINTH_NAME_INVALID', says: 'node_modules' },
  { args: ['create', 'full'], code: 'PLINTH_TARGET_NOT_EMPTY', says: 'kept.txt', exit: 2 },
  {
    args: ['create', 'full', '--dry-run'],
    code: 'PLINTH_TARGET_NOT_EMPTY',
    says: 'kept.txt',
    exit: 2,
  },
  { args: ['create', 'full/kept.txt'], code: 'PLINTH_TARGET_INVALID', says: 'not a folder' },
  { args: ['create', 's', '--pack', 'nowhere'], code: 'PLINTH_PACK_UNREADABLE', says: '' },
  ...['https://example.com/x.git', 'git@example.com:x.git', 'github:x/y'].map((address) => ({
    args: ['create', 's', '--pack', address],
    code: 'PLINTH_FLAG_VALUE',
    says: 'Get it first',
  })),
  {
    args: ['create', 's', '--pack', 'pack-1.0.0.tgz'],
    code: 'PLINTH_FLAG_VALUE',
    says: 'Unpack it first',
  },
];

test.each(mistakes)('plinth $args ends with $code', async ({ args, code, says, exit = 4 }) => {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, 'full'));
  writeFileSync(join(cwd, 'full/kept.txt'), 'kept');

  const ran = await plinth([...args, '--json'], { cwd });
  const { schema, ok, error } = jsonOf<FailureJson>(ran);
  expect(ran.exitCode).toBe(exit);
  expect({ schema, ok, code: error.code }).toEqual({ schema: 1, ok: false, code });
  expect(`${String(error.message)} ${String(error.hint)}`).toContain(says);
  expect(readdirSync(cwd)).toEqual(['full']);
});

test('a mistake in a manifest is told with its file, line and fix, and nothing is written', async () => {
  const cwd = scratchFolder();
  const pack = join(cwd, 'pack');
  mkdirSync(join(pack, 'base'), { recursive: true });
  writeFileSync(join(pack, 'pack.yaml'), 'id: mine\nversion: 1.0.0\ntitle: Mine\nbase: base\n');
  writeFileSync(join(pack, 'versions.yaml'), '{}\n');
  writeFileSync(
    join(pack, 'base/practice.yaml'),
    'id: base\ntitle: Base\nsummary: It.\nsumary: Oops.\n',
  );

  const ran = await plinth(['create', 'svc', '--pack', 'pack', '--json'], { cwd });
  const { error } = jsonOf<FailureJson>(ran);
  expect(error).toMatchObject({ code: 'PLINTH_PACK_INVALID', path: 'base/practice.yaml', line: 4 });
  expect(String(error.message)).toContain('sumary');
  expect(readdirSync(cwd)).toEqual(['pack']);
});

test('practices that exclude or require each other are told by name', async () => {
  const cwd = scratchFolder();
  const pack = join(cwd, 'pack');
  writePack(pack, { base: '', a: 'conflicts: [b]', b: '', c: 'requires: [b]' });
  const codeOf = async (...flags: readonly string[]): Promise<unknown> => {
    const args = ['create', 'svc', '--pack', 'pack', '--json', ...flags];
    return jsonOf<FailureJson>(await plinth(args, { cwd })).error;
  };
  expect(await codeOf('--with', 'a,b')).toMatchObject({
    code: 'PLINTH_PRACTICE_CONFLICT',
    message: '"a" and "b" exclude each other',
  });
  expect(await codeOf('--with', 'c', '--without', 'b')).toMatchObject({
    code: 'PLINTH_PRACTICE_REQUIRED',
    message: '"c" requires "b"',
  });
});

test('a broken installation is an internal error that says so', async () => {
  const dist = join(scratchFolder(), 'dist');
  cpSync(inject('dist'), dist, { recursive: true });
  rmSync(join(dist, 'built-in.pack'));
  const { exitCode, stderr } = await execa(process.execPath, [join(dist, 'bin.cjs'), 'list'], {
    reject: false,
  });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('PLINTH_INTERNAL');
});

describe.skipIf(!existsSync('/dev/full'))('a full disk behind stdout', () => {
  const full = openSync('/dev/full', 'w');
  afterAll(() => {
    closeSync(full);
  });
  const run = (args: readonly string[], stderr: 'pipe' | number) =>
    spawnSync(process.execPath, [join(inject('dist'), 'bin.cjs'), ...args], {
      stdio: ['ignore', full, stderr],
      encoding: 'utf8',
    });

  test.each(['list', 'list --json', '--version', 'info nowhere --json'])(
    'loses what plinth %s says, and that is told',
    (line) => {
      expect(run(line.split(' '), 'pipe')).toMatchObject({
        status: 4,
        stderr:
          'plinth: stdout cannot be written: ENOSPC: no space left on device, write (PLINTH_OUTPUT_LOST)\n  What the command did is done; only its report is lost.\n',
      });
    },
  );

  test('and behind stderr too, leaves the exit code', () => {
    expect(run(['list'], full).status).toBe(4);
  });
});

test('who reads only the beginning is told of no error', async () => {
  const command = '"$0" "$1" list --json | head -c 1';
  const run = execa('sh', ['-c', command, process.execPath, join(inject('dist'), 'bin.cjs')]);
  expect(await run).toMatchObject({ exitCode: 0, stdout: '{', stderr: '' });
});

test('a folder that is gone while somebody stands in it is told as that', async () => {
  const inGone = (line: string) =>
    execa('sh', ['-c', 'rmdir "$PWD" && exec "$@"', 'sh', process.execPath, ...entryWith(line)], {
      cwd: scratchFolder(),
      reject: false,
    });
  const { exitCode, stderr } = await inGone('create svc --yes');
  expect(exitCode).toBe(4);
  expect(stderr).toBe(
    'plinth: the folder that this runs in is gone (PLINTH_UNREADABLE)\n  Change into one that is there, and run the command again.',
  );
  expect(await inGone('list')).toMatchObject({ exitCode: 0 });
});

function entryWith(line: string): readonly string[] {
  return [join(inject('dist'), 'bin.cjs'), ...line.split(' ')];
}

test('people are told the same on stderr, and stdout stays empty', async () => {
  const ran = await plinth(['create', 's', '--with', 'cashe'], { cwd: scratchFolder() });
  expect(ran).toMatchObject({ exitCode: 4, stdout: '' });
  expect(ran.stderr).toBe(
    'plinth: there is no practice "cashe" (PLINTH_UNKNOWN_PRACTICE)\n  Did you mean "cache"?',
  );
});

test('create-plinth only creates: a command of plinth is a directory to it', async () => {
  const ran = await plinth(['list', 'cache', '--json'], {
    program: 'create',
    cwd: scratchFolder(),
  });
  expect(jsonOf<FailureJson>(ran).error.code).toBe('PLINTH_SURPLUS_ARGUMENT');
});

test('docs/errors.md is what the catalogue says', () => {
  expect(readFileSync(join(root, 'docs/errors.md'), 'utf8')).toBe(errorPage());
});

test('every code of the catalogue is reached by a test', () => {
  const tests = ['src', 'test', 'generators']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    )
    .join('\n');
  expect(Object.keys(errorCodes).filter((code) => !tests.includes(code))).toEqual([]);
});

/** Writes a pack with these practices, each with lines of its own in its manifest. */
function writePack(folder: string, practices: Readonly<Record<string, string>>): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'pack.yaml'), 'id: mine\nversion: 1.0.0\ntitle: Mine\nbase: base\n');
  writeFileSync(join(folder, 'versions.yaml'), '{}\n');
  for (const [id, lines] of Object.entries(practices)) {
    mkdirSync(join(folder, id));
    const text = `id: ${id}\ntitle: ${id}\nsummary: It.\n${lines}\n`;
    writeFileSync(join(folder, id, 'practice.yaml'), text);
  }
}
