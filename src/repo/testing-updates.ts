import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack, scratchFolder, smallPack, type Files } from '../pack/testing.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { commitAll, initGit } from './testing-git.ts';
import { changeTo, createAt, planFor } from './testing-repository.ts';

/** A pack with a file of every sort. */
export const base: Files = {
  'base/practice.yaml': `id: base
title: Base
summary: What is always there.
writes: { package: package.json, env: .env.example, compose: ops/compose.yaml, entries: src/practices.gen.ts, fixtures: test/fixtures.gen.ts, modules: src/modules.gen.ts, boundaries: boundaries.gen.js }
ownership: { managed: ['src/*.ts'], required: ['src/main.ts', 'must.txt'], block: ['Makefile'] }
contributes:
  - dependencies: [lru]
    scripts: { test: tool test }
    env: { PORT: { value: '3000', summary: Where it listens. } }
    compose: { services: { app: { build: '.' } } }
`,
  'base/files/a.txt': 'one\ntwo\nthree\nfour\nfive\n',
  'base/files/gone.txt': 'here for now\n',
  'base/files/must.txt': 'must be here\n',
  'base/files/run.sh': 'echo 1\n',
  'base/files/old/place.txt': 'first\nsecond\nthird\n',
  'base/files/settings.json': '{\n  "a": 1,\n  "b": 2\n}\n',
  'base/files/Makefile': 'all:\n\techo\n# plinth:begin\nlint:\n\ttool lint\n# plinth:end\n',
};

const { 'base/files/gone.txt': gone, 'base/files/old/place.txt': place, ...staying } = base;

/** What stands in the file that the next version has no more. */
export const goneText = gone ?? '';

const packManifest = smallPack['pack.yaml'] ?? '';

/** The next version of that pack. */
const changed: Files = {
  ...staying,
  'pack.yaml': `${packManifest.replace('1.0.0', '2.0.0')}renames: { old/place.txt: new/place.txt }\n`,
  'base/files/a.txt': 'one\nTWO\nthree\nfour\nfive\n',
  'base/files/must.txt': `${base['base/files/must.txt'] ?? ''}still\n`,
  'base/files/run.sh': 'echo 2\n',
  'base/files/new/place.txt': (place ?? '').replace('third', 'THIRD'),
  'base/files/settings.json': '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n',
  'base/files/Makefile': 'all:\n\techo\n# plinth:begin\nlint:\n\ttool lint --all\n# plinth:end\n',
};

/** That pack, loaded. */
export const before = loadSmallPack(base);
/** Its next version. */
export const after = loadSmallPack(changed);

/** A git repository of the first version. */
export interface Repo {
  readonly root: string;
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  /** Commits what was edited, and takes the next version of the pack. */
  update(): Promise<Outcome>;
}

/** What came of a change. */
export interface Outcome {
  readonly conflicts: readonly string[];
  readonly reports: readonly string[];
  readonly uncommitted: readonly string[];
}

/** Makes one, in a folder of its own. */
export function repository(): Repo {
  const root = join(scratchFolder(), 'svc');
  createAt(root, before, {});
  initGit(root);
  return {
    root,
    read: (path) =>
      existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined,
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    update: () => {
      commitAll(root, 'edited');
      return updateTo(root, after);
    },
  };
}

/** Plans, and writes when nothing stands in the way. */
export async function updateTo(
  root: string,
  pack: Pack,
  practices: RequestedPractices = {},
): Promise<Outcome> {
  const { plan, uncommitted } = await planFor(root, pack, practices);
  const conflicts = plan.actions.flatMap((action) =>
    action.kind === 'conflict' ? [`${action.path}: ${action.reason}`] : [],
  );
  const reports = plan.actions.flatMap((action) =>
    (action.kind === 'keep' || action.kind === 'write' ? (action.reports ?? []) : []).map(
      (report) => `${action.path}: ${report}`,
    ),
  );
  if (conflicts.length === 0 && uncommitted.length === 0) await changeTo(root, pack, practices);
  return { conflicts, reports, uncommitted };
}

/** Nothing stood in the way, and there is nothing to say. */
export const clean: Outcome = { conflicts: [], reports: [], uncommitted: [] };
