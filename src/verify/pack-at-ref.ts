import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PlinthError } from '../pack/error.ts';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';

const run = promisify(execFile);
const largestArchive = 256 * 1024 * 1024;

/**
 * Loads a pack as it was at a commit. The worktree is not touched.
 *
 * @param folder - the pack's, inside a git repository
 * @param ref - a branch, a tag or a commit
 * @throws PlinthError `PLINTH_REF_UNKNOWN`, or what loading throws
 */
export async function packAtRef(folder: string, ref: string): Promise<Pack> {
  const commit = await commitOf(folder, ref);
  const scratch = await mkdtemp(join(tmpdir(), 'plinth-ref-'));
  try {
    const archive = join(scratch, 'pack.tar');
    const target = join(scratch, 'pack');
    await mkdir(target);
    const { stdout } = await run('git', ['archive', '--format=tar', commit], {
      cwd: folder,
      encoding: 'buffer',
      maxBuffer: largestArchive,
    });
    await writeFile(archive, stdout);
    await run('tar', ['-xf', archive, '-C', target]);
    return loadPack(target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function commitOf(folder: string, ref: string): Promise<string> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
    return (await run('git', args, { cwd: folder })).stdout.trim();
  } catch (error) {
    throw new PlinthError('PLINTH_REF_UNKNOWN', `git does not know "${ref}" here`, {
      path: folder,
      hint: 'Give a branch, a tag or a commit of the repository that holds the pack. In CI, fetch it.',
      cause: error,
    });
  }
}
