import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PlinthError } from '../pack/error.ts';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { gitEnvironment } from '../pack/git-environment.ts';
import type { Combination } from '../selection/combination.ts';
import { programFor } from './program/programs.ts';
import { scratchFolder } from './scratch-folder.ts';

const run = promisify(execFile);
const largestArchive = 256 * 1024 * 1024;

/**
 * The programs that a pack had at a commit. A combination that it did not offer then, or could not
 * render, had none.
 *
 * @param folder - the pack's, inside a git repository
 * @param ref - a branch, a tag or a commit
 * @param combinations - those of today
 * @returns fingerprints; none when the pack did not stand there yet
 * @throws PlinthError `PLINTH_REF_UNKNOWN`, or what loading throws; the reason of the signal
 */
export async function programsAtRef(
  folder: string,
  ref: string,
  combinations: readonly Combination[],
  engine: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const pack = await packAtRef(folder, ref);
  const fingerprints = new Set<string>();
  for (const combination of pack ? combinations : []) {
    await setImmediate();
    signal.throwIfAborted();
    const fingerprint = pack && fingerprintIn(pack, combination, engine);
    if (fingerprint !== undefined) fingerprints.add(fingerprint);
  }
  return fingerprints;
}

function fingerprintIn(pack: Pack, combination: Combination, engine: string): string | undefined {
  try {
    return programFor(pack, combination, engine).fingerprint;
  } catch (error) {
    if (error instanceof PlinthError) return undefined;
    throw error;
  }
}

/** Loads a pack as it was at a commit, if it was there. The worktree is not touched. */
async function packAtRef(folder: string, ref: string): Promise<Pack | undefined> {
  const commit = await commitOf(folder, ref);
  if (!(await isThere(folder, commit))) return undefined;
  const scratch = await scratchFolder('ref');
  try {
    const archive = join(scratch, 'pack.tar');
    const target = join(scratch, 'pack');
    await mkdir(target);
    await writeFile(archive, await git(folder, ['archive', '--format=tar', commit]));
    await tool('tar', ['-xf', archive, '-C', target]);
    return loadedAt(target, ref);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A mistake of then is not looked for in the files of now. */
function loadedAt(target: string, ref: string): Pack {
  try {
    return loadPack(target);
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    const { code, path = 'the pack', line, message } = error;
    const place = line === undefined ? path : `${path}:${line}`;
    throw new PlinthError(code, `the pack of ${ref} cannot be loaded: ${place}: ${message}`, {
      hint: 'Give --since a commit at which the pack was in order.',
      cause: error,
    });
  }
}

async function isThere(folder: string, commit: string): Promise<boolean> {
  const listed = await git(folder, ['ls-tree', '--name-only', commit, 'pack.yaml']);
  return listed.length > 0;
}

async function commitOf(folder: string, ref: string): Promise<string> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
    return (await git(folder, args)).toString('utf8').trim();
  } catch (cause) {
    if (cause instanceof PlinthError) throw cause;
    throw new PlinthError('PLINTH_REF_UNKNOWN', `git does not know "${ref}" here${saidBy(cause)}`, {
      path: folder,
      hint: 'Give a branch, a tag or a commit of the repository that holds the pack. In CI, fetch it.',
      cause,
    });
  }
}

/** What git complains of beside the name: that there is no repository, or that it is somebody else's. */
function saidBy(cause: unknown): string {
  const { stderr } = cause as { readonly stderr?: Buffer };
  const [first = ''] = (stderr?.toString('utf8') ?? '').split('\n');
  return first === '' ? '' : `: ${first}`;
}

function git(folder: string, args: readonly string[]): Promise<Buffer> {
  return tool('git', args, folder);
}

async function tool(name: string, args: readonly string[], cwd = '.'): Promise<Buffer> {
  const env = gitEnvironment(process.env);
  try {
    const options = { cwd, env, encoding: 'buffer', maxBuffer: largestArchive } as const;
    return (await run(name, [...args], options)).stdout;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new PlinthError('PLINTH_TOOL_MISSING', `there is no ${name} on the PATH`, {
      hint: 'Install it, or leave --since out.',
      cause,
    });
  }
}
