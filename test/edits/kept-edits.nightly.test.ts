/** A service that has been worked on keeps every edit, and its types, whatever Plinth is asked for. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPack } from '../../src/pack/load.ts';
import { installed } from '../../src/verify/workspace/install.ts';
import { linkPackages } from '../../src/verify/workspace/linked-packages.ts';
import { plinth } from '../cli/plinth.ts';
import type { Edit } from './change.ts';
import { lostEdits, take, workOn, type Journey } from './journey.ts';
import { writePackVersions } from './pack-versions.ts';
import { steps } from './steps.ts';
import { edits, otherFormat, pipelineEdits } from './worked-on.ts';

/** Installed once, and found again by the next run. */
const cache = join(import.meta.dirname, '../../node_modules/.cache/plinth-edits');

let folder: string;
let journey: Journey;
const made: Edit[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-edits-'));
  const packs = writePackVersions(join(folder, 'packs'));
  const root = join(folder, 'shop');
  const { modules = '' } = await installed(loadPack(packs[packs.length - 1] ?? ''), cache);
  journey = {
    root,
    packs,
    plinth: (args) => plinth(args, { cwd: root }),
    install: () => linkPackages(root, dependenciesOf(root), modules),
  };
  const flags = ['--preset', 'minimal', '--pack', packs[0], '--yes', '--no-install', '--no-git'];
  const created = await plinth(['create', root, ...flags]);
  expect(created.exitCode, created.stderr).toBe(0);
  await workOn(journey);
  made.push(...edits, otherFormat);
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('the service has been worked on: 30 edits or more in 15 files, 10 of them beside generated lines', async () => {
  const all = [...edits, otherFormat, ...pipelineEdits];
  expect(all.length).toBeGreaterThanOrEqual(30);
  expect(new Set(all.map(({ path }) => path)).size).toBeGreaterThanOrEqual(15);
  expect(all.filter((edit) => edit.besideGenerated).length).toBeGreaterThanOrEqual(10);
  await expectSound();
});

describe('every edit and type stays right after', () => {
  it.each(steps)('$title', { timeout: 300_000 }, async (step) => {
    await take(journey, step);
    made.push(...(step.then ?? []));
    await expectSound(step.pack);
  });
});

it('nothing that was replaced again and again has been left behind', () => {
  const pipeline = readFileSync(join(journey.root, '.github/workflows/ci.yml'), 'utf8');
  const comments = pipeline.match(/^ *# .*/gm) ?? [];
  expect(comments).toEqual([...new Set(comments)]);
});

async function expectSound(pack = 0): Promise<void> {
  const { root, packs } = journey;
  expect(lostEdits(root, made)).toEqual([]);
  const [checked, types] = await Promise.all([
    journey.plinth(['check', '--pack', packs[pack] ?? '']),
    execa(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], {
      cwd: root,
      all: true,
      reject: false,
    }),
  ]);
  expect(types.all).toBe('');
  expect(checked.exitCode, checked.stdout).toBe(0);
}

function dependenciesOf(root: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Readonly<Record<string, string>>
  >;
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
}
