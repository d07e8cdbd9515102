import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SourceFile } from './files.ts';
import { packFrom } from './load.ts';
import { byCodeUnit } from './order.ts';
import type { Pack } from './pack.ts';

/** Path → text. */
export type Files = Readonly<Record<string, string>>;

/** A folder of its own for one test, gone when the test is. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes files into a folder of their own, and returns it. */
export function writeFiles(files: Files, folder = scratchFolder()): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/**
 * A small pack that has one of everything: a base that writes shared files, a practice with an option
 * that brings an implied one along, and two practices that exclude each other.
 */
export const smallPack: Files = {
  'pack.yaml': `id: small
version: 1.0.0
title: A small pack
base: base
presets:
  some: { summary: Some of it, practices: { cache: { tiers: shared } } }
modules:
  orders: { requires: [products] }
  products: {}
  users: {}
`,
  'versions.yaml': `dependencies: { lru: 1.0.0, store: 2.0.0, tool: 3.0.0 }
actions:
  a/checkout: { commit: 3d3c42e5aac5ba805825da76410c181273ba90b1, tag: v7 }
`,
  'base/practice.yaml': `id: base
title: Base
summary: What is always there.
writes: { package: package.json, env: .env.example, compose: ops/compose.yaml, entries: src/practices.gen.ts, fixtures: test/fixtures.gen.ts, modules: src/modules.gen.ts, boundaries: boundaries.gen.js }
ownership: { managed: ['src/*.ts', 'bin/**'], required: ['src/main.ts'] }
contributes:
  - devDependencies: [tool]
    scripts: { test: tool test }
    package: { version: 0.0.0, private: true, type: module }
    env: { PORT: { value: '3000', summary: Where it listens., compose: '3000' } }
    compose: { services: { app: { build: '.' } } }
    slots: { features: { base: '- **Base**' } }
`,
  'base/files/src/main.ts': "export const main = 'ümlaut';\n",
  'base/files/bin/start': '#!/bin/sh\nexec node src/main.ts\n',
  'base/files/README.md.hbs': `# {{name}}

Run \`{{run "dev"}}\`.

{{slot "features"}}

{{#if (has "cache")}}
It caches ({{option "cache.tiers"}}).
{{else}}
It does not cache.
{{/if}}
End.
`,
  'cache/practice.yaml': `id: cache
title: Cache
summary: Keeps values.
options:
  tiers:
    summary: Where values live.
    default: own
    choices:
      own: { summary: In each process. }
      shared: { summary: In a store., requires: [store] }
entry: cache
fixture: cacheFixture
contributes:
  - dependencies: [lru]
    slots: { features: { cache: '- **Cache**' } }
  - when: { tiers: shared }
    env: { CACHE_URL: { summary: The store., required: production, compose: 'store://store:1' } }
    compose: { services: { store: { image: 'store:1' } } }
`,
  'cache/README.md': '# Cache\n',
  'cache/files/src/practices/cache/practice.ts': 'export const cache = {};\n',
  'cache/files/src/practices/cache/testing.ts': 'export const cacheFixture = {};\n',
  'cache/files@tiers=shared/src/practices/cache/shared.ts': 'export const shared = true;\n',
  'store/practice.yaml': `id: store
title: Store
summary: A client of the store.
implied: true
entry: store
contributes:
  - dependencies: [store]
`,
  'store/files/src/practices/store/practice.ts': 'export const store = {};\n',
  'jobs/practice.yaml': `id: jobs
title: Jobs
summary: Does things later.
conflicts: [cron]
entry: jobs
ownership: { seeded: ['src/practices/*/migrations/**'] }
contributes:
  - slots: { features: { jobs: '- **Jobs**' } }
`,
  'jobs/files/src/practices/jobs/practice.ts': 'export const jobs = {};\n',
  'jobs/files/src/practices/jobs/migrations/jobs_0001_table.ts': 'export const up = 1;\n',
  'jobs/files@cache=true/src/practices/jobs/cached.ts': 'export const cached = true;\n',
  'cron/practice.yaml': `id: cron
title: Cron
summary: Does things at times.
`,
  'cron/files/src/practices/cron/cron.ts': 'export const cron = 1;\n',
};

/** Loads {@link smallPack} from memory, with some files added or replaced. */
export function loadSmallPack(changes: Files = {}): Pack {
  const sources = Object.entries({ ...smallPack, ...changes }).map(([path, text]): SourceFile => ({
    path,
    mode: 0o644,
    bytes: Buffer.from(text),
  }));
  return packFrom(sources.sort((a, b) => byCodeUnit(a.path, b.path)));
}
