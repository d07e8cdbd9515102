import type { FileSystem } from './file-system.ts';
import { namesIn, type RunGit } from './git.ts';

/** A file, not a link, that belongs to a repository. */
export interface OwnFile {
  /** Relative to the repository. */
  readonly path: string;
  /** In bytes, where that is known. */
  readonly size: number | undefined;
}

/** Folders in which nobody keeps what they have moved. */
const elsewhere: ReadonlySet<string> = new Set(['.git', '.plinth', 'node_modules']);
const mostFiles = 50_000;

/**
 * The files of a repository: what git tracks and what it would, without git all that stands there. What
 * stands in another repository or service below it is not its own, and neither is what git ignores:
 * copies, build output, worktrees of other branches.
 *
 * @param git - for `root`
 * @returns in no order
 */
export async function ownFiles(
  fs: FileSystem,
  root: string,
  git: RunGit,
): Promise<readonly OwnFile[]> {
  const listed = await git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (!listed.ok) return filesBelow(fs, root);
  const paths = [...new Set(namesIn(listed.output))];
  const services = paths.flatMap((path) => /^(.+\/)plinth\.json$/.exec(path)?.[1] ?? []);
  return paths.flatMap((path): readonly OwnFile[] => {
    if (path.split('/').some((name) => elsewhere.has(name))) return [];
    if (services.some((service) => path.startsWith(service))) return [];
    const { kind, size } = fs.look(`${root}/${path}`) ?? {};
    return kind === 'file' ? [{ path, size }] : [];
  });
}

/** All files below a folder that are its own; none where there are too many to look at. */
export function filesBelow(fs: FileSystem, root: string): readonly OwnFile[] {
  const files: OwnFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const names = fs.list(`${root}/${folder}`);
    if (folder !== '' && (names.includes('.git') || names.includes('plinth.json'))) continue;
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const { kind, size } = fs.look(`${root}/${path}`) ?? {};
      if (kind === 'folder' && !elsewhere.has(name)) folders.push(path);
      if (kind === 'file') files.push({ path, size });
      if (files.length > mostFiles) return [];
    }
  }
  return files;
}
