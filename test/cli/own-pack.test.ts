/** A pack of one's own, named by `--pack`, as the bundle loads it. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smallPack, writeFiles } from '../../src/pack/testing.ts';
import { jsonOf, plinth, scratchFolder, type FailureJson } from './plinth.ts';

interface ListJson {
  readonly result: { readonly practices: readonly { readonly title: string }[] };
}

test('is compiled once, and taken as it is after each change', async () => {
  const pack = writeFiles(smallPack);
  const cache = scratchFolder();
  const list = () => plinth(['list', '--pack', pack, '--json'], { env: { PLINTH_CACHE: cache } });
  const kept = () =>
    readdirSync(join(cache, 'packs')).map((name) => statSync(join(cache, 'packs', name)).ino);

  const first = await list();
  const [entry] = kept();
  expect((await list()).stdout).toBe(first.stdout);
  expect(kept()).toEqual([entry]);

  const manifest = join(pack, 'cache/practice.yaml');
  const text = smallPack['cache/practice.yaml'] ?? '';
  writeFileSync(manifest, text.replace('title: Cache', 'title: Larder'));
  const { practices } = jsonOf<ListJson>(await list()).result;
  expect(practices.map(({ title }) => title)).toContain('Larder');

  writeFileSync(manifest, text.replace('title: Cache', 'titel: Cache'));
  expect(jsonOf<FailureJson>(await list()).error.code).toBe('PLINTH_PACK_INVALID');
});

test('is loaded where nothing can be kept', async () => {
  const pack = writeFiles(smallPack);
  const { exitCode } = await plinth(['list', '--pack', pack], { env: { PLINTH_CACHE: '/proc' } });
  expect(exitCode).toBe(0);
});
