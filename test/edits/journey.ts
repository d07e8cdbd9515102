/** Takes a service that is worked on from step to step, as its team does. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { commitAll, git, initGit } from '../../src/repo/testing-git.ts';
import type { Ran } from '../cli/plinth.ts';
import { makeEdit, missingOf, type Edit } from './change.ts';
import { choose, type Step } from './steps.ts';
import { edits, otherFormat } from './worked-on.ts';

/** Where a journey takes place. */
export interface Journey {
  /** The service's folder. */
  readonly root: string;
  /** Folders of the pack's versions, oldest first. */
  readonly packs: readonly [string, ...string[]];
  /** Runs Plinth in the service. */
  plinth(args: readonly string[]): Promise<Ran>;
  /** Gives the service the packages that it declares. */
  install(): Promise<void>;
}

/** Makes the team's edits in a new service, and formats everything their way. */
export async function workOn(journey: Journey): Promise<void> {
  const { root } = journey;
  initGit(root);
  for (const edit of edits) makeEdit(root, edit);
  await journey.install();
  commitAll(root, 'What we sell, and how');
  makeEdit(root, otherFormat);
  await format(root, ['.']);
  commitAll(root, 'How we write');
}

/**
 * Takes one step, resolves the conflicts that it has to have, formats what has changed and commits.
 *
 * @throws with what Plinth said, when it did not end as expected
 */
export async function take(journey: Journey, step: Step): Promise<void> {
  const { root } = journey;
  if (step.chosen) choose(root, step.chosen);
  const { conflicts = [] } = step;
  const pack = ['--pack', journey.packs[step.pack] ?? ''];
  const flags = [...pack, '--no-install', '--yes'];
  const ran = await journey.plinth([...step.command, ...flags]);
  if (conflicts.length === 0) {
    expectExit(ran, 0);
  } else {
    expectExit(ran, 2);
    expectExit(await journey.plinth([...step.command, ...flags, '--write-conflicts']), 2);
    for (const path of conflicts) resolveWithOurs(root, path);
    git(root, 'add', '--all');
    expectExit(await journey.plinth(['apply', ...flags]), 0);
  }
  await journey.install();
  for (const edit of step.then ?? []) makeEdit(root, edit);
  await format(root, changedFiles(root));
  commitAll(root, step.title);
}

/** Every edit that has been made so far and is not there any more. */
export function lostEdits(root: string, made: readonly Edit[]): readonly string[] {
  return made.flatMap((edit) => missingOf(root, edit) ?? []);
}

function expectExit(ran: Ran, exitCode: number): void {
  if (ran.exitCode === exitCode) return;
  throw new Error(`ended with ${String(ran.exitCode)}:\n${ran.stdout}\n${ran.stderr}`);
}

/** As `git checkout --ours` does, also where the other side has no file. */
function resolveWithOurs(root: string, path: string): void {
  writeFileSync(join(root, path), git(root, 'show', `HEAD:${path}`));
}

/** Files that are new or changed since the last commit. */
function changedFiles(root: string): readonly string[] {
  return git(
    root,
    'ls-files',
    '-z',
    '--modified',
    '--others',
    '--exclude-standard',
    '--deduplicate',
  )
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
}

async function format(root: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const flags = ['--write', '--ignore-unknown', '--log-level', 'warn', '--'];
  const write = () => execa(process.execPath, [prettier, ...flags, ...paths], { cwd: root });
  await write();
  // Prettier may write its own output another way, and its check then asks for that.
  await write();
}
