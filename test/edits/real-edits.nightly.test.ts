/** What `kept-edits.nightly.test.ts` shows by types, shown by everything that a team runs before it merges. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ran } from '../cli/plinth.ts';
import { runScript, scripts } from '../proof/checks.ts';
import type { Edit } from './change.ts';
import { lostEdits, take, workOn, type Journey } from './journey.ts';
import { writePackVersions } from './pack-versions.ts';
import { steps } from './steps.ts';
import { edits, otherFormat } from './worked-on.ts';

/** From the sources, whatever was built last; the services depend on the package that the build left. */
const bin = join(import.meta.dirname, '../../src/bin.ts');

let folder: string;
let journey: Journey;
const made: Edit[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-edits-'));
  const root = join(folder, 'shop');
  const packs = writePackVersions(join(folder, 'packs'));
  journey = {
    root,
    packs,
    plinth: (args) => plinthIn(root, args),
    install: async () => {
      await execa('npm', ['install', '--no-audit', '--no-fund'], { cwd: root });
    },
  };
  const flags = ['--preset', 'minimal', '--pack', packs[0], '--yes', '--no-install', '--no-git'];
  const created = await plinthIn(folder, ['create', root, ...flags]);
  expect(created.exitCode, created.stderr).toBe(0);
  await workOn(journey);
  made.push(...edits, otherFormat);
}, 1_200_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('the service that has been worked on passes everything', { timeout: 1_800_000 }, () =>
  expectSound(),
);

describe('everything passes, and every edit is there, after', () => {
  it.each(steps)('$title', { timeout: 1_800_000 }, async (step) => {
    await take(journey, step);
    made.push(...(step.then ?? []));
    await expectSound(step.pack);
  });
});

async function expectSound(pack = 0): Promise<void> {
  const { root, packs } = journey;
  expect(lostEdits(root, made)).toEqual([]);
  const checked = await journey.plinth(['check', '--pack', packs[pack] ?? '']);
  expect(checked.exitCode, checked.stdout).toBe(0);
  for (const script of scripts) await runScript(root, script, { CI: 'false' });
}

async function plinthIn(cwd: string, args: readonly string[]): Promise<Ran> {
  const options = { cwd, stdin: 'ignore', reject: false } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [bin, ...args], options);
  return { exitCode: exitCode ?? -1, stdout, stderr };
}
