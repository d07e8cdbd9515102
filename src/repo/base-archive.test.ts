import { hash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compilePack } from '../pack/compile.ts';
import { readCompiledPack } from '../pack/compiled.ts';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { render } from '../render/render.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import { baseArchives } from './base-archive.ts';
import { answersFor } from './testing-answers.ts';

const sources = loadPack(join(import.meta.dirname, '../../templates'));
const bytes = compilePack(sources);
const compiled = readCompiledPack(bytes);

const archives = (pack: Pack, practices: RequestedPractices) =>
  baseArchives(render(pack, resolve(pack, answersFor(practices)), '1.0.0').files.values());

test.each<RequestedPractices>([{}, { auth: { method: 'jwt' } }, { queue: { backend: 'redis' } }])(
  'a compiled pack gives the archives of its sources, whichever of its files are chosen: %j',
  (practices) => {
    // Hashes: a difference of megabytes takes minutes to print.
    const hashes = (pack: Pack) =>
      archives(pack, practices).map((archive) => [archive.path, hash('sha256', archive.bytes)]);
    expect(hashes(compiled)).toEqual(hashes(sources));
  },
);

test('an archive that stands in a compiled pack as it is, is not copied', () => {
  const archive = archives(compiled, {}).find(({ path }) => path === '.plinth/base/service.gz');
  expect(archive?.bytes.buffer === bytes.buffer).toBe(true);
});
