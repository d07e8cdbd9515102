import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import { realFileSystem } from './file-system.ts';
import { openRepository } from './open-repository.ts';
import { snapshot } from './snapshot.ts';
import { commitAll, git, initGit } from './testing-git.ts';
import { changeTo, createAt } from './testing-repository.ts';
import { after, base, before, clean, goneText, repository, updateTo } from './testing-updates.ts';

/** What becomes of people's work, case by case, in git repositories: a change of the pack over an edit. */

test('a template’s edit alone is written, a deletion carried out, a rename followed', async () => {
  const repo = repository();
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('a.txt')).toBe('one\nTWO\nthree\nfour\nfive\n');
  expect(repo.read('gone.txt')).toBeUndefined();
  expect(existsSync(join(repo.root, 'old'))).toBe(false);
  expect(repo.read('new/place.txt')).toBe('first\nsecond\nTHIRD\n');
});

test('a user’s edit alone is kept, and one that is the template’s is nothing to do', async () => {
  const repo = repository();
  repo.write('README.md', 'mine\n');
  repo.write('a.txt', 'one\nTWO\nthree\nfour\nfive\n');
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('README.md')).toBe('mine\n');
  expect(repo.read('a.txt')).toBe('one\nTWO\nthree\nfour\nfive\n');
});

test('disjoint edits are merged, overlapping ones a conflict that writes nothing', async () => {
  const repo = repository();
  repo.write('a.txt', 'one\ntwo\nthree\nfour\nFIVE\n');
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('a.txt')).toBe('one\nTWO\nthree\nfour\nFIVE\n');

  const other = repository();
  other.write('a.txt', 'one\nzwei\nthree\nfour\nfive\n');
  commitAll(other.root, 'edited');
  const untouched = snapshot(other.root);
  const { conflicts } = await updateTo(other.root, after);
  expect(conflicts).toEqual(['a.txt: you and the template changed the same lines']);
  expect(withoutIndex(snapshot(other.root))).toEqual(withoutIndex(untouched));
});

test('both add one file: the same is nothing to do, JSON is joined, other text is a conflict', async () => {
  const added = loadSmallPack({
    ...base,
    'base/files/new.json': '{\n  "theirs": 1\n}\n',
    'base/files/new.txt': 'theirs\n',
    'base/files/same.txt': 'same\n',
  });
  const repo = repository();
  repo.write('new.json', '{\n  "mine": 1\n}\n');
  repo.write('same.txt', 'same\n');
  repo.write('new.txt', 'mine\n');
  commitAll(repo.root, 'own files');
  expect((await updateTo(repo.root, added)).conflicts).toEqual([
    'new.txt: you and the template both added it',
  ]);
  unlinkSync(join(repo.root, 'new.txt'));
  expect((await updateTo(repo.root, added)).conflicts).toEqual([]);
  expect(JSON.parse(repo.read('new.json') ?? '')).toEqual({ mine: 1, theirs: 1 });

  commitAll(repo.root, 'joined');
  expect((await updateTo(repo.root, before)).conflicts).toEqual([]);
  expect(repo.read('new.json')).toBe('{\n  "mine": 1\n}\n');
  expect(repo.read('same.txt')).toBe('same\n');
  expect(repo.read('new.txt')).toBeUndefined();
});

test('what the template deletes and the user has edited is kept, and a conflict', async () => {
  const repo = repository();
  repo.write('gone.txt', `${goneText}to stay\n`);
  expect((await repo.update()).conflicts).toEqual([
    'gone.txt: edited by you, removed by the template',
  ]);
  expect(repo.read('gone.txt')).toBe('here for now\nto stay\n');
});

test('what the user deleted stays absent, is reported when the template changed it, and restored when required', async () => {
  const repo = repository();
  for (const path of ['README.md', 'a.txt', 'must.txt']) unlinkSync(join(repo.root, path));
  expect((await repo.update()).reports).toEqual(['a.txt: deleted by you, changed by the template']);
  expect(repo.read('README.md')).toBeUndefined();
  expect(repo.read('a.txt')).toBeUndefined();
  expect(repo.read('must.txt')).toBe('must be here\nstill\n');
  commitAll(repo.root, 'updated');
  expect(await updateTo(repo.root, after)).toEqual(clean);
});

test('an edit of a file that the pack renames is merged at its new place', async () => {
  const repo = repository();
  repo.write('old/place.txt', 'FIRST\nsecond\nthird\n');
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('new/place.txt')).toBe('FIRST\nsecond\nTHIRD\n');
  expect(repo.read('old/place.txt')).toBeUndefined();
});

test('a rename to where the user has a file is a conflict', async () => {
  const repo = repository();
  repo.write('new/place.txt', 'mine\n');
  expect((await repo.update()).conflicts).toEqual([
    'new/place.txt: renamed from old/place.txt, but a file stands here',
  ]);
});

test('what a sparse checkout leaves out is not taken for deleted', async () => {
  const repo = repository();
  git(repo.root, 'sparse-checkout', 'set', 'src');
  expect(repo.read('ops/compose.yaml')).toBeUndefined();
  await expect(updateTo(repo.root, after)).rejects.toMatchObject({
    code: 'PLINTH_SPARSE_CHECKOUT',
    path: expect.stringMatching(/\//) as string,
  });
  git(repo.root, 'sparse-checkout', 'disable');
  expect(await updateTo(repo.root, after)).toEqual(clean);
});

test('binary: the user’s is kept where the template is the same, and a conflict where it is not', async () => {
  const repo = repository();
  repo.write('README.md', 'a\0b');
  repo.write('a.txt', 'a\0b');
  expect((await repo.update()).conflicts).toEqual(['a.txt: is not text: it cannot be merged']);
  expect(repo.read('README.md')).toBe('a\0b');
});

test('a link in the way is a conflict, and nothing behind it is touched', async () => {
  const repo = repository();
  const outside = join(scratchFolder(), 'outside.txt');
  writeFileSync(outside, 'outside\n');
  unlinkSync(join(repo.root, 'a.txt'));
  symlinkSync(outside, join(repo.root, 'a.txt'));
  rmSync(join(repo.root, 'ops'), { recursive: true });
  symlinkSync(dirname(outside), join(repo.root, 'ops'));
  expect((await repo.update()).conflicts).toEqual([
    'a.txt: a link stands where a file belongs',
    'ops/compose.yaml: ops is a link, where a folder belongs',
  ]);
  expect(readFileSync(outside, 'utf8')).toBe('outside\n');
});

test('an ignored or untracked file in the way is untouched, and a conflict', async () => {
  const added = loadSmallPack({
    ...base,
    'base/files/.env': 'A=theirs\n',
    'base/files/x.json': '{\n  "theirs": 1\n}\n',
  });
  const repo = repository();
  repo.write('.gitignore', '.env\n');
  repo.write('.env', 'A=mine\n');
  commitAll(repo.root, 'ignored');
  repo.write('x.json', '{\n  "mine": 1\n}\n');
  expect((await updateTo(repo.root, added)).conflicts).toEqual([
    '.env: A.setting: added by you and by the template',
    'x.json: git does not track it, so what you wrote there could not be brought back',
  ]);
  expect(repo.read('.env')).toBe('A=mine\n');
});

test('line ends of the user stay, and those of a checkout alone are no change', async () => {
  const repo = repository();
  repo.write('a.txt', 'one\r\ntwo\r\nthree\r\nfour\r\nFIVE\r\n');
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('a.txt')).toBe('one\r\nTWO\r\nthree\r\nfour\r\nFIVE\r\n');

  const checkout = repository();
  for (const path of openRepository(realFileSystem, checkout.root).base.keys()) {
    const text = checkout.read(path);
    if (text !== undefined && !text.includes('\0'))
      checkout.write(path, text.replaceAll('\n', '\r\n'));
  }
  const { written, removed } = await changeTo(checkout.root, before, {});
  expect([written, removed]).toEqual([[], []]);
});

test('the executable bit is merged too', async () => {
  const repo = repository();
  chmodSync(join(repo.root, 'run.sh'), 0o755);
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('run.sh')).toBe('echo 2\n');
  expect(snapshot(repo.root)['run.sh']).toMatch(/^755/);
});

test('what stands between the markers of a block is Plinth’s, all else the user’s', async () => {
  const repo = repository();
  repo.write(
    'Makefile',
    'mine:\n\techo mine\n# plinth:begin\nlint:\n\ttool lint\n# plinth:end\nmore:\n',
  );
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('Makefile')).toBe(
    'mine:\n\techo mine\n# plinth:begin\nlint:\n\ttool lint --all\n# plinth:end\nmore:\n',
  );

  const torn = repository();
  torn.write('Makefile', '# plinth:begin\nlint:\n');
  expect((await torn.update()).conflicts).toEqual([
    'Makefile: a marker of the block is missing, or there twice',
  ]);
});

test('Prettier run over everything is no edit', { timeout: 60_000 }, async () => {
  const code = loadSmallPack({ ...base, 'base/files/lib/code.ts': code1 });
  const next = loadSmallPack({ ...base, 'base/files/lib/code.ts': code1.replace('3000', '4000') });
  const root = join(scratchFolder(), 'svc');
  createAt(root, code, {});
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(
    join(import.meta.dirname, '../../node_modules/prettier'),
    join(root, 'node_modules/prettier'),
  );
  writeFileSync(
    join(root, '.prettierrc.json'),
    '{ "semi": false, "singleQuote": false, "tabWidth": 4 }',
  );
  initGit(root);
  const { format } = await import('prettier');
  const options = { parser: 'typescript', semi: false, tabWidth: 4 };
  writeFileSync(join(root, 'lib/code.ts'), await format(code1, options));
  commitAll(root, 'formatted');
  expect(await updateTo(root, next)).toEqual(clean);
  expect(readFileSync(join(root, 'lib/code.ts'), 'utf8')).toBe(
    await format(code1.replace('3000', '4000'), options),
  );
});

const code1 =
  "export function main(port = 3000): string {\n  return 'listens on ' + String(port);\n}\n";

test('uncommitted edits block only where the change would be written over them', async () => {
  const repo = repository();
  repo.write('README.md', 'mine, uncommitted\n');
  expect(await updateTo(repo.root, after)).toEqual(clean);

  const other = repository();
  other.write('a.txt', 'one\ntwo\nthree\nfour\nFIVE\n');
  expect((await updateTo(other.root, after)).uncommitted).toEqual(['a.txt']);
  expect(other.read('a.txt')).toBe('one\ntwo\nthree\nfour\nFIVE\n');
});

test('edits in a repository that git refuses to read are in no commit, for all that is known', async () => {
  const repo = repository();
  repo.write('a.txt', 'one\ntwo\nthree\nfour\nFIVE\n');
  // By this git takes every repository for somebody else's.
  vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await updateTo(repo.root, after)).uncommitted).toEqual(['a.txt']);
  expect(repo.read('a.txt')).toBe('one\ntwo\nthree\nfour\nFIVE\n');
});

test('a dependency that the user had before is kept when the practice is removed', async () => {
  const root = join(scratchFolder(), 'svc');
  const pack = loadSmallPack();
  createAt(root, pack, {});
  const path = join(root, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly dependencies: object };
  const own = {
    ...manifest,
    dependencies: { ...manifest.dependencies, lru: '1.0.0', mine: '2.0.0' },
  };
  writeFileSync(path, `${JSON.stringify(own, null, 2)}\n`);
  initGit(root);
  await changeTo(root, pack, { cache: { tiers: 'shared' } });
  expect(readFileSync(join(root, 'plinth.lock'), 'utf8')).toContain(
    '"yours":["/dependencies/lru"]',
  );
  commitAll(root, 'cache');
  await changeTo(root, pack, {});
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(own);
  expect(readFileSync(join(root, 'plinth.lock'), 'utf8')).not.toContain('yours');
  expect(git(root, 'diff', '--stat', 'HEAD~1', '--', 'package.json')).toBe('');
});

function withoutIndex(found: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(found).filter(([path]) => path !== '.git/index'));
}
