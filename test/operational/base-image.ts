import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { findProgram } from '../../src/verify/operational/find-tool.ts';

/** Runs buildah on a store of its own, so that the machine's images are neither used nor changed. */
export type Buildah = (...args: readonly string[]) => Promise<string>;

/**
 * Prepares buildah.
 *
 * @param folder - an existing folder, to hold its images
 */
export function buildahIn(folder: string): Buildah {
  const store = ['--storage-driver', 'vfs', '--root', join(folder, 'images')];
  const own = [...store, '--runroot', join(folder, 'run')];
  return async (...args) =>
    (await execa('buildah', [...own, ...args], { all: true, stdin: 'ignore' })).all;
}

/**
 * Makes a stand-in for the official Node image: Debian from debootstrap, this Node, the machine's
 * npm, and a user `node`. Its npm takes packages from the machine's cache and asks no network.
 *
 * @param tag - the name under which a Dockerfile asks for it
 */
export async function makeNodeImage(buildah: Buildah, folder: string, tag: string): Promise<void> {
  const root = join(folder, 'debian');
  await execa('debootstrap', ['--variant=minbase', 'bookworm', root], { stdin: 'ignore' });
  const local = join(root, 'usr', 'local');
  await cp(process.execPath, join(local, 'bin', 'node'));
  await chmod(join(local, 'bin', 'node'), 0o755);
  await addNpm(local);
  await execa('useradd', ['--root', root, '--create-home', '--uid', '1000', 'node']);
  const container = (await buildah('from', 'scratch')).trim();
  await buildah('add', '--quiet', container, root, '/');
  await buildah('config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container);
  await buildah('commit', '--quiet', '--rm', container, tag);
}

async function addNpm(local: string): Promise<void> {
  const npm = dirname(dirname(realpathSync(findProgram('npm') ?? '')));
  const target = join(local, 'lib', 'node_modules', 'npm');
  await mkdir(dirname(target), { recursive: true });
  await cp(npm, target, { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin', 'npm'));
  const { stdout: registry } = await execa('npm', ['config', 'get', 'registry']);
  // npm finds packages in its cache by the address that they came from.
  await mkdir(join(local, 'etc'), { recursive: true });
  await writeFile(
    join(local, 'etc', 'npmrc'),
    `registry=${registry}\noffline=true\ncache=/npm-cache\nupdate-notifier=false\n`,
  );
}
