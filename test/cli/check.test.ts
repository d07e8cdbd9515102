import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { snapshot } from '../../src/repo/snapshot.ts';
import { initGit } from '../../src/repo/testing-git.ts';
import { jsonOf, plinth, scratchFolder, type FailureJson, type Ran } from './plinth.ts';
import { smallService } from './small-service.ts';

interface Report {
  readonly result: {
    readonly status: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly practices: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly findings: readonly {
      readonly rule: string;
      readonly weight: string;
      readonly path: string;
      readonly line: number | null;
      readonly practices: readonly string[];
      readonly excused: boolean;
    }[];
    readonly exceptions: readonly Readonly<Record<string, unknown>>[];
    readonly fixed: readonly string[];
  };
}

const report = (ran: Ran) => jsonOf<Report>(ran).result;
/** What was found, as `rule path`. */
const found = (ran: Ran) => report(ran).findings.map(({ rule, path }) => `${rule} ${path}`);

test('a fresh service is clean, from every folder of it, and check writes nothing', async () => {
  const cwd = scratchFolder();
  await plinth(['create', 'svc', '--preset', 'everything', '--yes', '--no-install', '--no-git'], {
    cwd,
  });
  const before = snapshot(join(cwd, 'svc'));
  for (const folder of ['svc', 'svc/src/core']) {
    const ran = await plinth(['check'], { cwd: join(cwd, folder) });
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^Nothing to mend in \d+ rendered files\.$/);
  }
  expect(snapshot(join(cwd, 'svc'))).toEqual(before);
});

test('an edited managed file is a violation, with its line and its practices', async () => {
  const service = await smallService();
  service.append('src/practices.gen.ts', '// mine\n');
  const ran = await service.run('check', '--json');
  expect(ran.exitCode).toBe(1);
  expect(report(ran)).toMatchObject({
    status: 'violation',
    counts: { violation: 1, note: 0 },
    practices: { cache: { violation: 1 } },
    findings: [
      {
        rule: 'edited-locally',
        weight: 'violation',
        path: 'src/practices.gen.ts',
        line: 3,
        practices: ['base', 'cache', 'store'],
      },
    ],
  });
});

test('an edit of a merged file is the right of whoever works on it: a note, and exit code 0', async () => {
  const service = await smallService();
  service.append('README.md', 'Mine.\n');
  rmSync(join(service.root, 'src/practices/cache/testing.ts'));
  const ran = await service.run('check', '--json');
  expect(ran.exitCode).toBe(0);
  expect(report(ran).findings.map(({ rule, weight, path }) => [rule, weight, path])).toEqual([
    ['edited-locally', 'note', 'README.md'],
    ['missing', 'note', 'src/practices/cache/testing.ts'],
  ]);
});

test('templates that moved on are stale (3), which a violation (1) and a conflict (2) outweigh', async () => {
  const service = await smallService();
  service.changePack({ 'base/files/src/main.ts': "export const main = 'later';\n" });
  const stale = await service.run('check', '--json');
  expect([stale.exitCode, ...found(stale)]).toEqual([3, 'template-moved src/main.ts']);

  service.append('src/modules.gen.ts', '// mine\n');
  const violation = await service.run('check', '--json');
  expect(violation.exitCode).toBe(1);

  rmSync(join(service.root, 'README.md'));
  mkdirSync(join(service.root, 'README.md'));
  const replaced = await service.run('check', '--json');
  expect([replaced.exitCode, ...found(replaced)]).toContain('edited-locally README.md');
  service.changePack({ 'base/files/README.md.hbs': '# Later\n{{slot "features"}}\n' });
  const conflict = await service.run('check', '--json');
  expect([conflict.exitCode, ...found(conflict)]).toEqual([
    2,
    'conflict README.md',
    'template-moved src/main.ts',
    'edited-locally src/modules.gen.ts',
  ]);
});

test('a repository whose ancestors are gone or damaged is no clean one: nothing could be merged into it', async () => {
  const service = await smallService();
  const base = join(service.root, '.plinth/base');
  const [archive = ''] = readdirSync(base);
  writeFileSync(join(base, archive), 'junk');
  const damaged = await service.run('check', '--json');
  rmSync(join(base, archive));
  const gone = await service.run('check', '--json');
  rmSync(base, { recursive: true });
  const none = await service.run('check', '--json');
  for (const ran of [damaged, gone, none]) {
    expect(ran.exitCode).toBe(4);
    expect(jsonOf(ran)).toMatchObject({ error: { code: 'PLINTH_RECORD_INVALID' } });
  }
});

test('a plinth.json that was edited and not applied is stale, and says what takes it', async () => {
  const service = await smallService();
  service.write({ 'plinth.json': service.read('plinth.json').replace('"shared"', '"own"') });
  const ran = await service.run('check');
  expect(ran.exitCode).toBe(3);
  expect(ran.stdout).toContain(
    '  plinth.json asks for something else. plinth apply takes it. [template-moved]',
  );
});

test('what both sides changed is told: merged where it can be, a violation where it is managed', async () => {
  const service = await smallService();
  service.changePack({
    'cache/files/src/practices/cache/practice.ts':
      'export const cache = {};\n\nexport const later = 1;\n',
    'base/files/src/main.ts': "export const main = 'later';\n",
  });
  service.write({ 'src/practices/cache/practice.ts': '// mine\nexport const cache = {};\n' });
  service.append('src/main.ts', '// mine\n');
  const ran = await service.run('check', '--json');
  expect(found(ran)).toContain('edited-and-moved src/main.ts');
  expect(ran.exitCode).toBe(1);
});

test('a file that the template dropped is an orphan', async () => {
  const service = await smallService();
  service.changePack({ 'cache/practice.yaml': cacheWithoutShared });
  const ran = await service.run('check', '--json');
  expect(ran.exitCode).toBe(3);
  expect(found(ran)).toContain('orphan src/practices/store/practice.ts');
});

test('check --fix puts managed and required files back, by bytes and mode, and nothing else', async () => {
  const service = await smallService();
  const before = snapshot(service.root);
  service.append('README.md', 'Mine.\n');
  service.write({ 'src/practices.gen.ts': 'gone wrong\r\n' });
  chmodSync(join(service.root, 'bin/start'), 0o755);
  rmSync(join(service.root, 'src/main.ts'));

  const ran = await service.run('check', '--fix', '--json');
  expect(report(ran).fixed).toEqual(['bin/start', 'src/main.ts', 'src/practices.gen.ts']);
  expect(found(ran)).toEqual(['edited-locally README.md']);
  expect(ran.exitCode).toBe(0);
  expect(statSync(join(service.root, 'bin/start')).mode & 0o777).toBe(0o644);
  expect(service.read('src/practices.gen.ts').replaceAll('\r\n', '\n')).toContain(
    'export { cache }',
  );
  service.write({
    'src/practices.gen.ts': service.read('src/practices.gen.ts').replaceAll('\r', ''),
  });
  expect({ ...snapshot(service.root), 'README.md': before['README.md'] }).toEqual(before);
});

test('check --fix leaves what it has no text for, and says what helps', async () => {
  const service = await smallService();
  service.changePack({ 'base/files/src/main.ts': "export const main = 'later';\n" });
  service.append('src/main.ts', '// mine\n');
  const ran = await service.run('check', '--fix');
  expect(ran.exitCode).toBe(1);
  expect(ran.stdout).toContain('Take your edit out, then run plinth update.');
  expect(service.read('src/main.ts')).toContain('// mine');
});

const policy = `practices: { required: [jobs], forbidden: [store] }
options: { cache.tiers: own }
managed: ['README.md']
minimum: { engine: 99.0.0, pack: 2.0.0 }
`;

test('a policy is kept, or what breaks it is told', async () => {
  const service = await smallService();
  service.write({ 'plinth.policy.yaml': policy });
  service.append('README.md', 'Mine.\n');
  const ran = await service.run('check', '--json');
  expect(ran.exitCode).toBe(1);
  expect(found(ran)).toEqual([
    'edited-locally README.md',
    'practice-required plinth.json',
    'practice-forbidden plinth.json',
    'option-value plinth.json',
    'engine-version plinth.lock',
    'pack-version plinth.lock',
  ]);
});

test('an exception excuses until its last day, and every exception is reported', async () => {
  const service = await smallService();
  const exception = (expires: string): string => `managed: ['README.md']
exceptions:
  - rule: edited-locally
    path: README.md
    reason: it says where we are on call
    owner: ann
    expires: ${expires}
`;
  service.append('README.md', 'Mine.\n');
  service.write({ 'plinth.policy.yaml': exception('2999-12-31') });
  const excused = await service.run('check');
  expect(excused.exitCode).toBe(0);
  expect(excused.stdout).toContain('it says where we are on call (ann)');

  service.write({ 'plinth.policy.yaml': exception('2020-12-31') });
  const expired = await service.run('check', '--json');
  expect(expired.exitCode).toBe(1);
  expect(found(expired)).toEqual([
    'edited-locally README.md',
    'exception-expired plinth.policy.yaml',
  ]);
  expect(report(expired).exceptions).toMatchObject([{ owner: 'ann', state: 'expired' }]);
});

test('check --fix leaves what is excused', async () => {
  const service = await smallService();
  service.append('src/main.ts', '// a hotfix\n');
  service.write({
    'plinth.policy.json': JSON.stringify({
      exceptions: [
        {
          rule: 'edited-locally',
          path: 'src/*.ts',
          reason: 'a hotfix',
          owner: 'ann',
          expires: '2999-12-31',
        },
      ],
    }),
  });
  expect(report(await service.run('check', '--fix', '--json')).fixed).toEqual([]);
  expect(service.read('src/main.ts')).toContain('// a hotfix');
});

test('--sarif and --github print their own form and nothing else, with the same exit code', async () => {
  const service = await smallService();
  service.append('src/main.ts', 'export const password = "s3cr3t-value";\n');
  const sarif = await service.run('check', '--sarif');
  expect(sarif.exitCode).toBe(1);
  expect(JSON.parse(sarif.stdout)).toMatchObject({
    version: '2.1.0',
    runs: [{ results: [{ ruleId: 'edited-locally', level: 'error' }] }],
  });
  const github = await service.run('check', '--github');
  expect(github).toMatchObject({ exitCode: 1 });
  expect(github.stdout).toMatch(/^::error file=src\/main\.ts,line=2,title=plinth edited-locally::/);

  const human = await service.run('check');
  const json = await service.run('check', '--json');
  for (const { stdout, stderr } of [sarif, github, human, json]) {
    expect(stdout + stderr).not.toContain('s3cr3t-value');
  }
});

test('in a monorepo --sarif and --github name files from the root of the git repository', async () => {
  const service = await smallService();
  initGit(dirname(service.root));
  service.append('src/main.ts', '// mine\n');
  expect((await service.run('check', '--github')).stdout).toMatch(
    /^::error file=svc\/src\/main\.ts,/,
  );
  expect(JSON.parse((await service.run('check', '--sarif')).stdout)).toMatchObject({
    runs: [
      {
        results: [
          {
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'svc/src/main.ts', uriBaseId: '%SRCROOT%' },
                },
              },
            ],
          },
        ],
      },
    ],
  });
});

test('one report has one form', async () => {
  const service = await smallService();
  const ran = await service.run('check', '--sarif', '--json');
  expect(jsonOf<FailureJson>(ran).error).toMatchObject({
    code: 'PLINTH_FLAG_CONFLICT',
    message: '--json and --sarif are two forms of one report',
  });
});

test('conflicts that an update wrote into files are conflicts until they are resolved', async () => {
  const service = await smallService();
  await execa('git', ['init', '--quiet'], { cwd: service.root });
  await execa('git', ['add', '--all'], { cwd: service.root });
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.com'];
  service.write({ 'src/practices/cache/practice.ts': 'export const cache = { mine: 1 };\n' });
  await execa('git', [...who, 'commit', '--all', '--quiet', '--message', 'mine'], {
    cwd: service.root,
  });
  service.changePack({
    'cache/files/src/practices/cache/practice.ts': 'export const cache = 1;\n',
  });
  const path = 'src/practices/cache/practice.ts';
  const before = await service.run('check', '--json');
  expect([before.exitCode, ...found(before)]).toEqual([2, `conflict ${path}`]);

  await service.run('update', '--write-conflicts', '--yes', '--no-install');
  expect(service.read(path)).toContain('<<<<<<<');
  const written = await service.run('check', '--json');
  expect(written.exitCode).toBe(2);
  expect(found(written)).toEqual(['conflict .plinth/conflicts/state.json', `conflict ${path}`]);

  await plinth(['apply', '--abort'], { cwd: service.root });
  expect(found(await service.run('check', '--json'))).toEqual(found(before));
});

test('another pack than that of the repository is refused', async () => {
  const service = await smallService();
  for (const args of [['check'], ['explain', 'README.md']]) {
    const ran = await plinth([...args, '--json'], { cwd: service.root });
    expect(jsonOf<FailureJson>(ran).error.code).toBe('PLINTH_OTHER_PACK');
  }
});

test.skipIf(sep === '\\')(
  'a backslash in the name of a folder is a letter like any other',
  async () => {
    const { root, pack } = await smallService();
    const cwd = join(dirname(root), 'back\\slash');
    renameSync(root, cwd);
    for (const command of ['check', 'diff', 'apply --dry-run']) {
      const ran = await plinth([...command.split(' '), '--pack', pack], { cwd });
      expect(ran, command).toMatchObject({ exitCode: 0, stderr: '' });
    }
  },
);

test('outside of a repository, and with a broken policy, it says what is wrong', async () => {
  const ran = await plinth(['check', '--json'], { cwd: scratchFolder() });
  expect(jsonOf<FailureJson>(ran).error.code).toBe('PLINTH_NO_REPOSITORY');
  const service = await smallService();
  service.write({ 'plinth.policy.yaml': 'practices: { required: [cachee] }\n' });
  expect(jsonOf<FailureJson>(await service.run('check', '--json')).error).toMatchObject({
    code: 'PLINTH_POLICY_INVALID',
    path: 'plinth.policy.yaml',
    hint: 'Did you mean "cache"?',
  });
});

/** The practice cache, whose choice `shared` brings no store along any more. */
const cacheWithoutShared = `id: cache
title: Cache
summary: Keeps values.
options:
  tiers:
    summary: Where values live.
    default: own
    choices:
      own: { summary: In each process. }
      shared: { summary: In a store. }
entry: cache
fixture: cacheFixture
contributes:
  - dependencies: [lru]
    slots: { features: { cache: '- **Cache**' } }
`;
