import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadSmallPack, smallPack, type Files } from '../pack/testing.ts';
import type { Answers, RequestedPractices } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import { readsAsLists } from './reads.ts';
import { render } from './render.ts';
import type { Tree } from './tree.ts';

function rendered(
  practices: RequestedPractices,
  files: Files = {},
  answers: Partial<Answers> = {},
): Tree {
  const pack = loadSmallPack(files);
  const rest = {
    name: 'svc',
    modules: {},
    packageManager: { name: 'npm' },
    node: 'system',
  } as const;
  return render(pack, resolve(pack, { ...rest, practices, ...answers }), '9.9.9');
}

function textOf(tree: Tree, path: string): string {
  return Buffer.from(tree.files.get(path)?.bytes ?? []).toString('utf8');
}

const everything = { cache: { tiers: 'shared' }, jobs: {} };

test('a service with a Node of its own needs one in versions.yaml, which is named', () => {
  expect(() => rendered({}, {}, { node: 'bundled' })).toThrow(
    expect.objectContaining({
      code: 'PLINTH_PACK_REFERENCE',
      message: 'versions.yaml has no dependency "node"',
      path: 'versions.yaml',
    }),
  );
});

test('a file is there when its folder says so', () => {
  const withCache = [...rendered({ cache: {} }).files.keys()];
  expect(withCache).toContain('src/practices/cache/practice.ts');
  expect(withCache).not.toContain('src/practices/cache/shared.ts');
  expect(withCache).toContain('docs/practices/cache.md');
  const all = [...rendered(everything).files.keys()];
  expect(all).toContain('src/practices/cache/shared.ts');
  expect(all).toContain('src/practices/jobs/cached.ts');
  expect(all).toEqual([...all].sort());
});

test('ownership, the executable bit and what comes back when deleted are the manifest’s', () => {
  const { files } = rendered({ jobs: {} });
  expect(files.get('src/main.ts')).toMatchObject({ ownership: 'managed', required: true });
  expect(files.get('README.md')).toMatchObject({ ownership: 'merged', required: false });
  expect(files.get('src/practices/jobs/migrations/jobs_0001_table.ts')).toMatchObject({
    ownership: 'seeded',
  });
});

test('a template reads its slots, and its owners are those who had a part', () => {
  const tree = rendered(everything);
  expect(textOf(tree, 'README.md')).toBe(`# svc

Run \`npm run dev\`.

- **Base**
- **Cache**
- **Jobs**

It caches (shared).
End.
`);
  expect(tree.files.get('README.md')?.owners).toEqual(['base', 'cache', 'jobs']);
});

test('what a file was derived from is known', () => {
  const { files } = rendered({ cache: {} });
  const reads = (path: string) => {
    const file = files.get(path);
    return file ? readsAsLists(file.reads) : undefined;
  };
  expect(reads('README.md')).toEqual({
    practices: ['base', 'cache', 'jobs'],
    options: ['cache.tiers'],
    modules: [],
    slots: ['features'],
    answers: ['name', 'packageManager'],
  });
  expect(reads('src/practices/cache/practice.ts')).toEqual({
    practices: ['cache'],
    options: [],
    modules: [],
    slots: [],
    answers: [],
  });
  expect(reads('boundaries.gen.js')?.options).toEqual(['cache.tiers']);
});

describe('package.json', () => {
  test('has what the practices name, at the versions of the catalogue', () => {
    expect(JSON.parse(textOf(rendered(everything), 'package.json'))).toEqual({
      name: 'svc',
      version: '0.0.0',
      private: true,
      type: 'module',
      scripts: { plinth: 'plinth', test: 'tool test' },
      dependencies: { lru: '1.0.0', store: '2.0.0' },
      devDependencies: { 'create-plinth': '9.9.9', tool: '3.0.0' },
    });
  });

  test('pins the package manager, unless it is the one that comes with Node', () => {
    const pinned = (name: 'npm' | 'pnpm') =>
      textOf(rendered({}, {}, { packageManager: { name, version: '1.2.3' } }), 'package.json');
    expect(pinned('pnpm')).toContain('"packageManager": "pnpm@1.2.3"');
    expect(pinned('npm')).not.toContain('packageManager');
  });
});

test('.env.example explains each variable, and leaves those without a value out', () => {
  expect(textOf(rendered(everything), '.env.example')).toBe(`# Where it listens.
PORT=3000

# The store.
# Required in production.
# CACHE_URL=
`);
});

test('compose gives the service the variables that it has there', () => {
  expect(parse(textOf(rendered(everything), 'ops/compose.yaml'))).toEqual({
    services: {
      app: { build: '.', environment: { PORT: '3000', CACHE_URL: 'store://store:1' } },
      store: { image: 'store:1' },
    },
  });
});

const jobs = smallPack['jobs/practice.yaml'] ?? '';
/** The small pack with more in a block of `contributes`. */
const adding = (text: string): Files => ({ 'jobs/practice.yaml': `${jobs}${text}` });

describe('a compose service that is like another one', () => {
  const worker = (like: string) =>
    adding(`  - compose:
      services:
        app: { ports: ['3000:3000'], environment: { ROLE: api } }
        worker: { like: ${like}, environment: { ROLE: worker } }
`);

  test('is it, with its own environment and without its ports', () => {
    const text = textOf(rendered(everything, worker('app')), 'ops/compose.yaml');
    expect((parse(text) as { services: unknown }).services).toMatchObject({
      app: { build: '.', ports: ['3000:3000'], environment: { PORT: '3000', ROLE: 'api' } },
    });
    expect((parse(text) as { services: { worker: unknown } }).services.worker).toEqual({
      build: '.',
      environment: { PORT: '3000', CACHE_URL: 'store://store:1', ROLE: 'worker' },
    });
  });

  test('is refused when there is no other one', () => {
    expect(() => rendered(everything, worker('nobody'))).toThrow(/worker is like "nobody"/);
  });
});

test('the generated lists hold one line for each', () => {
  const tree = rendered(
    everything,
    {},
    { modules: { users: { sample: true }, 'gift-cards': { fields: { code: 'string' } } } },
  );
  expect(textOf(tree, 'src/practices.gen.ts')).toBe(
    "export { cache } from './practices/cache/practice.ts';\n" +
      "export { jobs } from './practices/jobs/practice.ts';\n" +
      "export { store } from './practices/store/practice.ts';\n",
  );
  expect(textOf(tree, 'test/fixtures.gen.ts')).toBe(
    "export { cacheFixture } from '../src/practices/cache/testing.ts';\n",
  );
  expect(textOf(tree, 'src/modules.gen.ts')).toBe(
    "export { giftCards } from './modules/gift-cards/module.ts';\n" +
      "export { users } from './modules/users/module.ts';\n",
  );
  expect(textOf(tree, 'boundaries.gen.js')).toBe(
    "export const requires = {\n  cache: ['store'],\n  jobs: [],\n  store: [],\n};\n",
  );
  expect(textOf(rendered({}), 'src/practices.gen.ts')).toBe('export {};\n');
});

describe('a file of every module', () => {
  const template = 'base/module/src/modules/__module__/about.ts.hbs';
  const files = {
    [template]: `{{#if (someField "unique")}}
/** {{one "A"}}{{#if (publicReads)}}, for all{{/if}}. */
export const {{many "camel"}} = {
{{#each (fields)}}
  {{field "camel"}}: '{{field "snake"}}',
{{/each}}
};
{{/if}}
`,
  };
  const modules = {
    'order-lines': { fields: { dueOn: 'date:unique', buyer: 'users' }, reads: 'public' },
    notes: { fields: { text1: 'text' } },
    users: { sample: true },
  } as const;

  test('is there for each that has fields, unless it comes to nothing', () => {
    const tree = rendered({}, files, { modules });
    expect([...tree.files.keys()].filter((path) => path.endsWith('about.ts'))).toEqual([
      'src/modules/order-lines/about.ts',
    ]);
    expect(textOf(tree, 'src/modules/order-lines/about.ts')).toBe(`/** An order line, for all. */
export const orderLines = {
  dueOn: 'due_on',
  buyerId: 'buyer_id',
};
`);
  });

  test('says that it was derived from the modules', () => {
    const { files: found } = rendered({}, files, { modules });
    expect(found.get('src/modules/order-lines/about.ts')?.reads.answers).toContain('modules');
  });
});

test('a file of a sample is there with the sample, not with a module of its name', () => {
  const sample = {
    'base/files@modules.orders=true/src/orders.ts': 'export const orders = 1;\n',
    'base/files@modules.orders=false/src/none.ts': 'export const none = 1;\n',
  };
  const paths = (modules: Answers['modules']) =>
    [...rendered({}, sample, { modules }).files.keys()].filter((path) => /orders|none/.test(path));
  expect(paths({ orders: { sample: true }, products: { sample: true } })).toEqual([
    'src/orders.ts',
  ]);
  expect(paths({ orders: { fields: { total: 'int' } } })).toEqual(['src/none.ts']);
});

test('Plinth’s records are marked as generated, after the pack’s own attributes', () => {
  expect(textOf(rendered({}), '.gitattributes')).toContain(
    '.plinth/** linguist-generated binary\n',
  );
  const own = rendered({}, { 'base/files/.gitattributes': '* text=auto eol=lf\n' });
  expect(textOf(own, '.gitattributes')).toMatch(/^\* text=auto eol=lf\n\n# .*\nplinth\.lock /);
});

describe('two practices that get into each other’s way', () => {
  test.each<[string, Files, string, RegExp]>([
    [
      'write one path',
      { 'jobs/files/src/practices/cache/practice.ts': '' },
      'PLINTH_PATH_COLLISION',
      /"cache" and "jobs" write one path: src\/practices\/cache\/practice\.ts/,
    ],
    [
      'are one that writes a path twice',
      { 'jobs/files/once.md': '', 'jobs/files/once.md.hbs': '' },
      'PLINTH_PATH_COLLISION',
      /^two files of "jobs" write one path: once\.md/,
    ],
    [
      'write paths that macOS and Windows take for one',
      { 'jobs/files/src/practices/cache/Practice.ts': '' },
      'PLINTH_PATH_COLLISION',
      /"jobs" and "cache" write one path/,
    ],
    [
      'need a path as a file and as a folder',
      { 'jobs/files/src/practices/cache': '' },
      'PLINTH_PATH_COLLISION',
      /"jobs" and "cache" need one path as a file and as a folder/,
    ],
    [
      'give a script two meanings',
      adding('  - scripts: { test: other }\n'),
      'PLINTH_KEY_COLLISION',
      /package\.json: "test": "base" says "tool test", "jobs" says "other"/,
    ],
    [
      'give a variable two meanings',
      adding('  - env: { PORT: { value: "1", summary: Mine. } }\n'),
      'PLINTH_KEY_COLLISION',
      /\.env\.example: "PORT": "base" says .* "jobs" says/,
    ],
    [
      'give a compose service two images',
      adding('  - compose: { services: { store: { image: other } } }\n'),
      'PLINTH_KEY_COLLISION',
      /"services\.store\.image": "cache" says "store:1", "jobs" says "other"/,
    ],
    [
      'give one key of a slot two texts',
      adding('  - slots: { features: { cache: other } }\n'),
      'PLINTH_KEY_COLLISION',
      /the slot "features": "cache": "cache" says .*, "jobs" says "other"/,
    ],
    [
      'write what is Plinth’s own',
      { 'jobs/files/plinth.lock': '' },
      'PLINTH_PATH_UNSAFE',
      /plinth\.lock is kept for Plinth's own records/,
    ],
  ])('are refused by name when they %s', (_, files, code, message) => {
    expect(() => rendered(everything, files)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });

  test('are fine when they say the same', () => {
    const tree = rendered(everything, adding('  - scripts: { test: tool test }\n'));
    expect(textOf(tree, 'package.json')).toContain('"test": "tool test"');
  });
});
