import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import { render } from '../render/render.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import { createRepository } from './create.ts';
import { explain, type Rendered } from './explain.ts';
import { keysOf, variablesIn } from './explain-key.ts';
import type { Explanation, Target } from './explanation.ts';
import { realFileSystem } from './file-system.ts';
import { openRepository, type Repository } from './open-repository.ts';
import { answersFor } from './testing-answers.ts';

const engine = '1.0.0';

interface Service extends Rendered {
  readonly root: string;
  readonly repository: Repository;
  readonly ask: (target: Target) => Explanation;
  /** Who put it there, what of theirs, and why. */
  readonly why: (path: string, at?: Omit<Target, 'path'>) => readonly string[];
}

function serviceOf(pack: Pack, practices: RequestedPractices): Service {
  const root = join(scratchFolder(), 'svc');
  createRepository({ pack, answers: answersFor(practices), engine }, root);
  const repository = openRepository(realFileSystem, root);
  const selection = resolve(pack, repository.answers);
  const rendered = { pack, selection, tree: render(pack, selection, engine) };
  const ask = (target: Target): Explanation => explain(repository, rendered, target);
  return {
    ...rendered,
    root,
    repository,
    ask,
    why: (path, at = {}) =>
      ask({ path, ...at }).origins.map(
        ({ practice = 'engine', what, because }) =>
          `${practice}: ${what.join(' ')} because ${because.join(', ')}`,
      ),
  };
}

const small = () => serviceOf(loadSmallPack(), { cache: { tiers: 'shared' } });

test('a copied file is explained by its practice and its condition', () => {
  const { ask } = small();
  expect(ask({ path: 'src/practices/cache/shared.ts' })).toEqual({
    path: 'src/practices/cache/shared.ts',
    kind: 'rendered',
    ownership: 'merged',
    required: false,
    state: 'as-rendered',
    origins: [
      {
        practice: 'cache',
        source: 'cache/files@tiers=shared/src/practices/cache/shared.ts',
        what: ['a file that is copied'],
        because: ['plinth.json asks for cache', 'cache.tiers is shared in plinth.json'],
      },
    ],
  });
});

test('a practice that nobody asked for is explained by those that brought it along', () => {
  expect(small().why('src/practices/store/practice.ts')).toEqual([
    'store: a file that is copied because store comes along with cache',
  ]);
});

test.each([
  [
    'package.json',
    'dependencies.lru',
    ['cache: contributes.dependencies.lru because plinth.json asks for cache'],
  ],
  [
    'package.json',
    'dependencies.store',
    ['store: contributes.dependencies.store because store comes along with cache'],
  ],
  ['package.json', 'scripts.test', ['base: contributes.scripts.test because base is the base']],
  ['package.json', 'type', ['base: contributes.package.type because base is the base']],
  ['package.json', 'name', ['engine: the name of the service because plinth.json has it']],
  [
    'package.json',
    'scripts.plinth',
    ['engine: the engine because everybody on a team runs the same version'],
  ],
  [
    '.env.example',
    'CACHE_URL',
    [
      'cache: contributes.env.CACHE_URL because plinth.json asks for cache, cache.tiers is shared in plinth.json',
    ],
  ],
  [
    'ops/compose.yaml',
    'services.store',
    [
      'cache: contributes.compose.services.store because plinth.json asks for cache, cache.tiers is shared in plinth.json',
    ],
  ],
  [
    'ops/compose.yaml',
    'services.app.environment.CACHE_URL',
    [
      'cache: contributes.env.CACHE_URL because plinth.json asks for cache, cache.tiers is shared in plinth.json',
    ],
  ],
  ['src/practices.gen.ts', 'store', ['store: entry because store comes along with cache']],
])('%s#%s is explained', (path, key, expected) => {
  expect(small().why(path, { key })).toEqual(expected);
});

test('a line of a template is explained by the slot, the option or the choice that wrote it', () => {
  const { why, root } = small();
  const lines = readFileSync(join(root, 'README.md'), 'utf8').split('\n');
  const whyLine = (text: string) => why('README.md', { line: lines.indexOf(text) + 1 });
  expect(whyLine('- **Cache**')).toEqual([
    'cache: contributes.slots.features.cache because plinth.json asks for cache',
  ]);
  expect(whyLine('It caches (shared).')).toEqual([
    'base: a template because base is the base, cache is present, cache.tiers is shared in plinth.json',
  ]);
  expect(whyLine('# svc')).toEqual([
    'base: a template because base is the base, the service is called so',
  ]);
  expect(whyLine('End.')).toEqual(['base: a template because base is the base']);
});

test('a line is found where edits above have moved it, and a new one is whoever wrote it', () => {
  const { why, ask, root } = small();
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  writeFileSync(join(root, 'README.md'), `Mine.\n${readme}`);
  const line = `Mine.\n${readme}`.split('\n').indexOf('- **Cache**') + 1;
  expect(why('README.md', { line })[0]).toMatch(/^cache: /);
  expect(ask({ path: 'README.md', line: 1 })).toMatchObject({ kind: 'yours', state: 'edited' });
  expect(ask({ path: 'README.md', line: 999 })).toMatchObject({ kind: 'absent' });
});

test('a key that people added is theirs, and one that nobody has is absent', () => {
  const { ask, root } = small();
  const path = 'package.json';
  const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as { dependencies: object };
  const edited = { ...manifest, dependencies: { ...manifest.dependencies, 'socket.io': '4.0.0' } };
  writeFileSync(join(root, path), JSON.stringify(edited, null, 2));
  expect(ask({ path, key: 'dependencies.socket.io' })).toMatchObject({ kind: 'yours' });
  expect(ask({ path, key: 'dependencies.nothing' })).toMatchObject({ kind: 'absent' });
  appendFileSync(join(root, '.env.example'), '\nMINE=1\n');
  expect(ask({ path: '.env.example', key: 'MINE' })).toMatchObject({ kind: 'yours' });
});

test('what Plinth never wrote is yours, and its records are its own', () => {
  const { ask, root } = small();
  const path = 'src/mine.ts';
  expect(ask({ path })).toEqual({ path, kind: 'absent', origins: [] });
  writeFileSync(join(root, path), 'mine\n');
  expect(ask({ path })).toEqual({ path, kind: 'yours', origins: [] });
  expect(() => ask({ path: 'src' })).toThrow(
    expect.objectContaining({ code: 'PLINTH_NOT_RENDERED', path: 'src' }),
  );
  expect(ask({ path: '.plinth/base/_rendered.gz' }).kind).toBe('record');
});

test('what is not rendered any more is an orphan of those it belonged to', () => {
  const { repository } = small();
  const pack = loadSmallPack();
  const selection = resolve(pack, answersFor({}));
  const without = { pack, selection, tree: render(pack, selection, engine) };
  const path = 'src/practices/store/practice.ts';
  expect(explain(repository, without, { path })).toMatchObject({
    kind: 'orphan',
    origins: [{ practice: 'store', because: ['it was rendered once'] }],
  });
});

describe('of everything in the built-in pack', () => {
  const pack = loadPack(join(import.meta.dirname, '../../templates'));
  const service = (): Service => serviceOf(pack, pack.presets['everything']?.practices ?? {});

  test('every file is explained by the practices that plinth.lock names', () => {
    const everything = service();
    for (const { path, owners } of everything.tree.files.values()) {
      const { kind, origins, state } = everything.ask({ path });
      expect({ path, kind, state }).toEqual({ path, kind: 'rendered', state: 'as-rendered' });
      const named = origins.map(({ practice }) => practice ?? pack.base);
      expect(named.length, path).toBeGreaterThan(0);
      expect(owners, path).toEqual(expect.arrayContaining(named));
    }
  });

  test.each([
    ['package.json', keysOf],
    ['ops/compose.yaml', keysOf],
    ['.github/workflows/ci.yml', keysOf],
    ['.env.example', variablesIn],
  ])('every key of %s is explained', (path, keysIn) => {
    const everything = service();
    const text = readFileSync(join(everything.root, path), 'utf8');
    const unexplained = keysIn(text)
      .map(({ key }) => key.join('.'))
      .filter((key) => everything.ask({ path, key }).kind !== 'rendered');
    expect(unexplained).toEqual([]);
  });

  test.each([
    'package.json',
    'ops/compose.yaml',
    '.env.example',
    'README.md',
    '.gitattributes',
    'src/practices.gen.ts',
    'src/modules.gen.ts',
    'eslint.boundaries.gen.js',
    'docs/architecture.md',
    'src/core/http.ts',
  ])('every line of %s is explained', (path) => {
    const everything = service();
    const lines = readFileSync(join(everything.root, path), 'utf8').replace(/\n$/, '').split('\n');
    const unexplained = lines.filter(
      (_, at) => everything.ask({ path, line: at + 1 }).kind !== 'rendered',
    );
    expect(unexplained).toEqual([]);
  });
});
