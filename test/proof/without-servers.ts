import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';

const tools = ['sh', 'bash', 'env', 'git', 'ls', 'cat', 'sleep', 'mkdir', 'rm', 'cp', 'id', 'npm'];
const hide =
  'ip link set lo up; [ ! -d /usr/lib/postgresql ] || mount -t tmpfs none /usr/lib/postgresql; PATH="$0" exec "$@"';

/**
 * Words to put before a command, after which it has no network but loopback, no database binary on
 * its PATH, and none where Debian keeps PostgreSQL's.
 *
 * @param folder - an absent folder, to hold the PATH that is left
 */
export function withoutServers(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  for (const tool of tools) {
    symlinkSync(realpathSync(execaSync('which', [tool]).stdout), join(folder, tool));
  }
  symlinkSync(process.execPath, join(folder, 'node'));
  return ['unshare', '-r', '-n', '-m', 'sh', '-c', hide, folder];
}

/** Why this machine cannot make such a namespace, or undefined when it can. */
export async function noNamespaces(): Promise<string | undefined> {
  const { failed, stderr } = await execa('unshare', ['-r', '-n', '-m', 'ip', 'link'], {
    reject: false,
  });
  return failed ? `unshare or ip does not work here: ${stderr}` : undefined;
}
