import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { anyRequest } from '../selection/testing.ts';
import { createRepository } from './create.ts';
import { checkRepository } from './check.ts';
import { realFileSystem } from './file-system.ts';
import { openRepository } from './open-repository.ts';
import { ancestorOf, readAncestors } from './read-ancestors.ts';
import { readBase } from './read-base.ts';
import { snapshot } from './snapshot.ts';
import { answersFor } from './testing-answers.ts';

/** The laws of a repository, through the real plan and apply, on disk. */

const builtIn = join(import.meta.dirname, '../../templates');
const engine = '1.0.0';

describe.each([
  { name: 'a small pack', load: loadSmallPack, runs: 60 },
  { name: 'the built-in pack', load: () => loadPack(builtIn), runs: 6 },
])('of $name', ({ load, runs }) => {
  test('law 4: the same answers give the same bytes, in whatever order they come', () => {
    const pack = load();
    const folder = scratchFolder();
    fc.assert(
      fc.property(anyRequest(pack), fc.infiniteStream(fc.nat(1000)), (request, order) => {
        const shuffled = inOrder(request, order);
        const first = created(pack, request, folder);
        const second = created(pack, shuffled, folder);
        expect(second).toEqual(first);
      }),
      { numRuns: runs },
    );
  });

  test('law 5: check finds nothing in a fresh repository, and every changed character', async () => {
    const pack = load();
    const root = join(scratchFolder(), 'svc');
    await fc.assert(
      fc.asyncProperty(
        anyRequest(pack),
        fc.nat(),
        fc.nat(),
        fc.nat(254),
        async (request, which, at, by) => {
          rmSync(root, { recursive: true, force: true });
          createRepository({ pack, answers: answersFor(request), engine }, root);
          expect(await found(pack, root)).toEqual([]);

          const managed = [...readBase(realFileSystem, root)].flatMap(([path, { ownership }]) =>
            ownership === 'managed' && readFileSync(join(root, path)).length > 0 ? [path] : [],
          );
          const path = managed[which % managed.length] ?? '';
          const bytes = readFileSync(join(root, path));
          const place = at % bytes.length;
          bytes[place] = ((bytes[place] ?? 0) + 1 + by) % 256;
          writeFileSync(join(root, path), bytes);
          expect(await found(pack, root)).toEqual([
            { path, rule: 'edited-locally', weight: 'violation' },
          ]);
        },
      ),
      { numRuns: runs },
    );
  });

  test('law 5: other line ends or a byte-order mark all through are not drift', async () => {
    const pack = load();
    const root = join(scratchFolder(), 'svc');
    const request = Object.fromEntries(Object.keys(pack.presets).slice(-1).flatMap(presetOf(pack)));
    createRepository({ pack, answers: answersFor(request), engine }, root);
    for (const path of readBase(realFileSystem, root).keys()) {
      const text = readFileSync(join(root, path), 'utf8');
      writeFileSync(join(root, path), `\ufeff${text.replaceAll('\n', '\r\n')}`);
    }
    expect(await found(pack, root)).toEqual([]);
  });

  test('every merged file has its ancestor, equal to what was rendered', () => {
    const pack = load();
    const root = join(scratchFolder(), 'svc');
    createRepository({ pack, answers: answersFor({}), engine }, root);
    const merged = [...readBase(realFileSystem, root)].filter(
      ([, { ownership }]) => ownership === 'merged',
    );
    expect(merged.length).toBeGreaterThan(3);
    const ancestors = readAncestors(realFileSystem, root);
    expect([...ancestors.keys()].sort()).toEqual(merged.map(([path]) => path));
    for (const [path, base] of merged) {
      const ancestor = Buffer.from(ancestorOf(ancestors, path, base));
      expect(ancestor.equals(readFileSync(join(root, path))), path).toBe(true);
    }
  });
});

function presetOf(pack: Pack) {
  return (name: string) => Object.entries(pack.presets[name]?.practices ?? {});
}

/** Creates a repository, notes what it is, and removes it. */
function created(pack: Pack, request: RequestedPractices, folder: string) {
  const root = join(folder, 'svc');
  createRepository({ pack, answers: answersFor(request), engine }, root);
  const found = snapshot(root);
  rmSync(root, { recursive: true });
  return found;
}

async function found(pack: Pack, root: string) {
  const repository = openRepository(realFileSystem, root);
  const { findings } = await checkRepository({ repository, pack, engine, today: '2026-11-22' });
  return findings.map(({ path, rule, weight }) => ({ path, rule, weight }));
}

/** The same request with its practices, and the options of each, in another order. */
function inOrder(request: RequestedPractices, order: Iterator<number>): RequestedPractices {
  const shuffle = <T>(entries: readonly T[]): readonly T[] =>
    entries
      .map((entry) => ({ entry, rank: Number(order.next().value) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ entry }) => entry);
  return Object.fromEntries(
    shuffle(Object.entries(request)).map(([id, options]) => [
      id,
      Object.fromEntries(shuffle(Object.entries(options))),
    ]),
  );
}
