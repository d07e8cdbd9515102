/** A pack of a third party: a base and two practices, without a single dependency, so that it is quick. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Path → text. */
export type Files = Readonly<Record<string, string>>;

export const tinyPack: Files = {
  'pack.yaml': `id: tiny
version: 1.0.0
title: A tiny pack
base: base
presets: {}
`,
  'versions.yaml': 'dependencies: {}\nactions: {}\n',
  'base/practice.yaml': `id: base
title: Base
summary: A server that greets.
writes: { package: package.json, entries: src/practices.gen.ts }
reads: { src/main.ts: [], build.ts: [src/**] }
boot: { ready: /, probes: [/greeting] }
contributes:
  - scripts:
      build: node build.ts
      start: node dist/main.ts
      test: node --test "src/**/*.test.ts"
      typecheck: node --check src/main.ts
    package: { version: 1.0.0, private: true, type: module }
`,
  'base/files/build.ts': `import { cpSync, rmSync } from 'node:fs';
rmSync('dist', { recursive: true, force: true });
cpSync('src', 'dist', { recursive: true });
`,
  'base/files/README.md': '# Tiny\n',
  'base/files/src/greet.ts': `import * as practices from './practices.gen.ts';

export const greeting = (): string =>
  ['hello', ...Object.values<string>(practices)].join(' ');
`,
  'base/files/src/greet.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeting } from './greet.ts';

test('it greets', () => assert.match(greeting(), /^hello/));
`,
  'base/files/src/main.ts': `import { createServer } from 'node:http';
import { greeting } from './greet.ts';

const server = createServer((request, response) => response.end(greeting()));
server.listen(Number(process.env['PORT']), process.env['HOST']);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`,
  'loud/practice.yaml': `id: loud
title: Loud
summary: It shouts.
options:
  mark: { summary: What it ends with., default: one, choices: { one: { summary: One. }, two: { summary: Two. } } }
entry: loud
`,
  'loud/files@mark=one/src/practices/loud/practice.ts': "export const loud = '!';\n",
  'loud/files@mark=two/src/practices/loud/practice.ts': "export const loud = '!!';\n",
  'notes/practice.yaml': `id: notes
title: Notes
summary: A page that no program reads.
`,
  'notes/files/NOTES.md': '# Notes\n',
};

/** Writes files of a pack. */
export function writePack(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
