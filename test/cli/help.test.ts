import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { jsonOf, plinth, scratchFolder } from './plinth.ts';

test.each([['create', '-v'], ['--version'], ['list', '--version'], ['create', '--version']])(
  'plinth %s prints the version',
  async (...args) => {
    expect(await plinth(args)).toEqual({ exitCode: 0, stdout: manifest.version, stderr: '' });
  },
);

test('plinth alone, and --help, show every command', async () => {
  const { stdout } = await plinth([]);
  expect((await plinth(['--help'])).stdout).toBe(stdout);
  for (const command of ['create [DIR]', 'list', 'info PRACTICE'])
    expect(stdout).toContain(command);
});

test.each([
  {
    line: '--json',
    command: 'help',
    result: { commands: expect.arrayContaining(['add']) as unknown },
  },
  { line: '--json --json', command: 'help', result: {} },
  { line: '--help --json', command: 'help', result: {} },
  { line: '--version --json', command: 'version', result: { version: manifest.version } },
  { line: '--json list', command: 'list', result: { practices: expect.anything() as unknown } },
  { line: '--json help add', command: 'help', result: { help: expect.anything() as unknown } },
])('plinth $line prints one object, of $command', async ({ line, command, result }) => {
  const ran = await plinth(line.split(' '));
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  expect(jsonOf(ran)).toMatchObject({ schema: 1, ok: true, command, result });
});

test('a flag in the place of the command is told where it belongs', async () => {
  const { exitCode, stderr } = await plinth(['--dry-run', 'update']);
  expect(exitCode).toBe(4);
  expect(stderr).toContain('Flags stand behind the command: plinth COMMAND --dry-run.');
});

test('the list of commands fits 80 columns', async () => {
  const { stdout } = await plinth([]);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test.each(['create', 'list', 'info', 'add', 'remove', 'apply', 'update', 'verify', 'matrix'])(
  'plinth %s --help shows its flags in 80 columns',
  async (name) => {
    const { stdout, exitCode } = await plinth([name, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Usage: plinth ${name}`);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  },
);

test.each([
  ['create', '-h'],
  ['help', 'create'],
])('plinth %s %s is the help of create', async (...args) => {
  const { stdout } = await plinth(['create', '--help']);
  expect(await plinth(args)).toEqual({ exitCode: 0, stdout, stderr: '' });
});

test('a reader that has gone ends nothing in an error', async () => {
  const child = spawn(
    process.execPath,
    [
      join(inject('dist'), 'bin.cjs'),
      'create',
      'x',
      '--preset',
      'everything',
      '--dry-run',
      '--json',
    ],
    { cwd: scratchFolder(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.destroy();
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(stderr).toBe('');
});

test('create-plinth --help shows itself', async () => {
  expect((await plinth(['--help'], { program: 'create' })).stdout).toContain(
    'Usage: create-plinth [DIR]',
  );
});

test('list --json has every practice with its options, and the presets', async () => {
  const { result } = jsonOf<{ result: { practices: object[]; presets: object[] } }>(
    await plinth(['list', '--json']),
  );
  expect(result.practices).toContainEqual({
    id: 'cache',
    title: 'Cache tiers',
    summary: expect.any(String) as string,
    implied: false,
    options: [{ id: 'tiers', default: 'memory', choices: ['memory', 'memory-redis'] }],
    requires: [],
    conflicts: [],
  });
  expect(result.practices).toContainEqual(expect.objectContaining({ id: 'redis', implied: true }));
  expect(result.presets.map((preset) => (preset as { id: string }).id)).toEqual([
    'everything',
    'minimal',
    'standard',
  ]);
});

test('list shows what is offered, not what comes along', async () => {
  const { stdout } = await plinth(['list']);
  expect(stdout).toMatch(/^ {2}cache +/m);
  expect(stdout).not.toMatch(/^ {2}redis /m);
});

test('info says what each choice means, and how to choose it', async () => {
  const { stdout } = await plinth(['info', 'cache']);
  expect(stdout).toContain('memory (default): ');
  expect(stdout).toContain('plinth create DIR --with cache=memory-redis');
});

test.each([
  [{}, false],
  [{ FORCE_COLOR: '1' }, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('with %j colour is %s where there is no terminal', async (env, coloured) => {
  expect((await plinth(['list'], { env })).stdout.includes('\u001b[')).toBe(coloured);
});
