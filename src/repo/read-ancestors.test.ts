import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { baseMember } from '../pack/base-member.ts';
import { compilePack } from '../pack/compile.ts';
import { readCompiledPack } from '../pack/compiled.ts';
import { sha256 } from '../pack/files.ts';
import { gzip } from '../pack/gzip.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import { render } from '../render/render.ts';
import { resolve } from '../selection/resolve.ts';
import { baseArchives } from './base-archive.ts';
import { realFileSystem } from './file-system.ts';
import { ancestorOf, readAncestors } from './read-ancestors.ts';
import { answersFor } from './testing-answers.ts';
import type { BaseFile } from './three-way.ts';

const pack = loadSmallPack();
const archivesOf = (from: typeof pack, practices: Readonly<Record<string, object>>) => {
  const answers = answersFor(practices as Parameters<typeof answersFor>[0]);
  const tree = render(from, resolve(from, answers), '1.0.0');
  return new Map(baseArchives(tree.files.values()).map(({ path, bytes }) => [path, bytes]));
};

test('a practice has an archive of what it copies, and what is rendered has one', () => {
  const paths = [...archivesOf(pack, { cache: {}, jobs: {} }).keys()];
  expect(paths).toContain('.plinth/base/_rendered.gz');
  expect(paths).toContain('.plinth/base/cache.gz');
  expect(paths).toEqual([...paths].sort());
});

test('another practice changes no archive of a practice that was there', () => {
  const before = archivesOf(pack, { cache: {} });
  const after = archivesOf(pack, { cache: {}, jobs: {} });
  const changed = [...before].filter(([path, bytes]) => {
    const other = after.get(path);
    return !other || !Buffer.from(bytes).equals(other);
  });
  expect(changed.map(([path]) => path)).toEqual(['.plinth/base/_rendered.gz']);
});

test('a compiled pack brings the bytes that its sources give', () => {
  const compiled = readCompiledPack(compilePack(pack));
  expect(archivesOf(compiled, { cache: {} })).toEqual(archivesOf(pack, { cache: {} }));
});

test('any gunzip shows an archive as one line of JSON a file, in order of path', () => {
  const archive = archivesOf(pack, { cache: {} }).get('.plinth/base/_rendered.gz');
  const lines = gunzipSync(archive ?? '')
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const paths = lines.map((line) => (JSON.parse(line) as readonly [string, string])[0]);
  expect(paths).toContain('README.md');
  expect(paths).toEqual([...paths].sort());
});

const line = (text: string) => gzip(`${text}\n`);
const member = (path: string) => baseMember(path, Buffer.from('text\n'));

test.each<[string, Uint8Array]>([
  ['what is no gzip file', Buffer.from('damaged')],
  ['a cut', member('a').subarray(0, -9)],
  [
    'bytes behind it that are none',
    Buffer.concat([member('a'), gzip('x'), Buffer.from([0x1f, 0x8b])]),
  ],
  ['no JSON', line('{')],
  ['another form', line('["a"]')],
  ['a third part', line('["a","b","c"]')],
  ['a path that leads out', member('../a')],
  ['a path in .git', member('.git/hooks/pre-commit')],
  ['a file twice', Buffer.concat([member('a'), member('a')])],
  ['more than 16 MiB', line(JSON.stringify(['a', ' '.repeat(16 * 1024 * 1024)]))],
])('an archive with %s is refused', (_, bytes) => {
  expect(() => readAncestors(realFileSystem, repository({ 'jobs.gz': bytes }))).toThrow(
    expect.objectContaining({ code: 'PLINTH_RECORD_INVALID', path: '.plinth/base/jobs.gz' }),
  );
});

test('a file in two archives is refused', () => {
  const root = repository({ 'a.gz': member('a'), 'b.gz': member('a') });
  expect(readdirSync(join(root, '.plinth/base'))).toHaveLength(2);
  expect(() => readAncestors(realFileSystem, root)).toThrow(/has a a second time/);
});

test('a link is not followed', () => {
  const root = repository({});
  symlinkSync('/etc/passwd', join(root, '.plinth/base/a.gz'));
  expect(() => readAncestors(realFileSystem, root)).toThrow(/a\.gz is not a file/);
});

test('an ancestor that the lock does not know is refused, and so is a missing one', () => {
  const ancestors = readAncestors(realFileSystem, repository({ 'a.gz': member('a') }));
  const base = (text: string): BaseFile => ({
    owners: ['base'],
    ownership: 'merged',
    sha256: sha256(text),
    mode: 0o644,
    required: false,
  });
  expect(Buffer.from(ancestorOf(ancestors, 'a', base('text\n'))).toString()).toBe('text\n');
  expect(() => ancestorOf(ancestors, 'a', base('other'))).toThrow(/another a than plinth\.lock/);
  expect(() => ancestorOf(ancestors, 'b', base('text\n'))).toThrow(/lacks b/);
});

function repository(archives: Readonly<Record<string, Uint8Array>>): string {
  const root = scratchFolder();
  mkdirSync(join(root, '.plinth/base'), { recursive: true });
  for (const [name, bytes] of Object.entries(archives)) {
    writeFileSync(join(root, '.plinth/base', name), bytes);
  }
  return root;
}
