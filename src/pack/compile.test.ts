import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
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
  const cache = join(scratchFolder(), 'packs');
  const first = loadPackCached(folder, cache);
  expect(readdirSync(cache)).toEqual([`${first.digest}.pack`]);
  expect(comparable(loadPackCached(folder, cache))).toEqual(comparable(first));

  writeFileSync(join(folder, 'base/files/src/main.ts'), 'export const main = 2;\n');
  const changed = loadPackCached(folder, cache);
  expect(changed.digest).not.toBe(first.digest);
  expect(readdirSync(cache)).toHaveLength(2);

  writeFileSync(join(cache, `${changed.digest}.pack`), 'damaged');
  expect(comparable(loadPackCached(folder, cache))).toEqual(comparable(changed));
});

test('one flipped bit of what is kept is found, wherever it is', () => {
  const folder = writeFiles(smallPack);
  const cache = join(scratchFolder(), 'packs');
  const sound = loadPackCached(folder, cache);
  const path = join(cache, `${sound.digest}.pack`);
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
  const cache = join(writeFiles({ packs: 'a file, where the folder would be' }), 'packs');
  expect(comparable(loadPackCached(folder, cache))).toEqual(comparable(loadPack(folder)));
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
