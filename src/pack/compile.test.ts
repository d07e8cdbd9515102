import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPackCached } from './cached.ts';
import { compilePack } from './compile.ts';
import { readCompiledPack } from './compiled.ts';
import { loadPack } from './load.ts';
import type { Pack } from './pack.ts';
import { loadSmallPack, scratchFolder, smallPack, writeFiles } from './testing.ts';

test('a compiled pack opens as the pack that it was', () => {
  const pack = loadSmallPack();
  expect(comparable(readCompiledPack(compilePack(pack)))).toEqual(comparable(pack));
});

test('compiling the built-in pack loses nothing either', () => {
  const pack = loadPack(join(import.meta.dirname, '../../templates'));
  expect(comparable(readCompiledPack(compilePack(pack)))).toEqual(comparable(pack));
});

test.each([
  ['another format', (bytes: Buffer) => Buffer.concat([Buffer.from('plinth-pack 9\n'), bytes])],
  ['a cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
  ['a cut in the index', (bytes: Buffer) => bytes.subarray(0, 100)],
])('%s is refused', (_, damage) => {
  const bytes = damage(Buffer.from(compilePack(loadSmallPack())));
  expect(() => readCompiledPack(bytes)).toThrow(
    expect.objectContaining({ code: 'PLINTH_COMPILED_PACK_INVALID' }),
  );
});

test('any pack is compiled once and found again by its digest', () => {
  const folder = writeFiles(smallPack);
  const cache = { folder: join(scratchFolder(), 'packs'), engine: 'one' };
  const first = loadPackCached(folder, cache);
  expect(readdirSync(cache.folder)).toEqual([`${first.digest}-one.pack`]);
  expect(comparable(loadPackCached(folder, cache))).toEqual(comparable(first));

  writeFileSync(join(folder, 'base/files/src/main.ts'), 'export const main = 2;\n');
  const changed = loadPackCached(folder, cache);
  expect(changed.digest).not.toBe(first.digest);
  expect(readdirSync(cache.folder)).toHaveLength(2);

  writeFileSync(join(cache.folder, `${changed.digest}-one.pack`), 'damaged');
  expect(comparable(loadPackCached(folder, cache))).toEqual(comparable(changed));
});

test('one flipped bit of what is kept is found, wherever it is', () => {
  const folder = writeFiles(smallPack);
  const cache = { folder: join(scratchFolder(), 'packs'), engine: 'one' };
  const sound = loadPackCached(folder, cache);
  const path = join(cache.folder, `${sound.digest}-one.pack`);
  const bytes = readFileSync(path);
  for (const at of [70, 3000, bytes.length - 5]) {
    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
    writeFileSync(path, damaged);
    expect(comparable(loadPackCached(folder, cache)), String(at)).toEqual(comparable(sound));
  }
});

test('a pack is loaded where nothing can be kept', () => {
  const folder = writeFiles(smallPack);
  const file = join(writeFiles({ packs: 'a file, where the folder would be' }), 'packs');
  expect(comparable(loadPackCached(folder, { folder: file, engine: 'one' }))).toEqual(
    comparable(loadPack(folder)),
  );
});

test('a pack that another build of the engine has compiled is loaded anew', () => {
  const folder = writeFiles(smallPack);
  const packs = join(scratchFolder(), 'packs');
  loadPackCached(folder, { folder: packs, engine: 'one' });
  loadPackCached(folder, { folder: packs, engine: 'two' });
  expect(readdirSync(packs)).toHaveLength(2);
});

test('the newest sixteen are kept', () => {
  const folder = writeFiles(smallPack);
  const packs = join(scratchFolder(), 'packs');
  for (let build = 1; build <= 17; build += 1) {
    loadPackCached(folder, { folder: packs, engine: String(build) });
    const [kept = ''] = readdirSync(packs).filter((name) =>
      name.endsWith(`-${String(build)}.pack`),
    );
    utimesSync(join(packs, kept), build, build);
  }
  const kept = readdirSync(packs).join('\n');
  expect(kept.match(/\.pack$/gm)).toHaveLength(16);
  expect(kept).not.toContain('-1.pack');
});

/** A pack without what only makes it faster, its bytes as text. */
function comparable(pack: Pack): unknown {
  const practices = [...pack.practices.values()].map((practice) => ({
    ...practice,
    files: practice.files.map(({ content, ...file }) =>
      content.kind === 'template'
        ? { ...file, content }
        : { ...file, sha256: content.sha256, text: Buffer.from(content.bytes).toString('base64') },
    ),
  }));
  return { ...pack, practices };
}
