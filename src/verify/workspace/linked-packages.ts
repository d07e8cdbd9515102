import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { sortedKeys } from '../../pack/order.ts';

/**
 * Gives a program the packages that it declares, by links, and no others: one that is used and not
 * declared is missing, as it would be after a real install.
 *
 * @param folder - the program's
 * @param names - of the packages that its package.json names
 * @param modules - a `node_modules` that has them all
 */
export async function linkPackages(
  folder: string,
  names: readonly string[],
  modules: string,
): Promise<void> {
  const target = join(folder, 'node_modules');
  await rm(target, { recursive: true, force: true });
  await mkdir(join(target, '.bin'), { recursive: true });
  for (const name of names) {
    const from = join(modules, name);
    if (!existsSync(from)) continue;
    const link = join(target, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(from, link);
    for (const [program, path] of Object.entries(await programsOf(from))) {
      const bin = join(target, '.bin', program);
      await rm(bin, { force: true });
      await chmod(join(from, path), 0o755);
      await symlink(relative(dirname(bin), join(link, path)), bin);
    }
  }
}

/** Program → its file, as the package's own package.json says. */
async function programsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const { name, bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly bin?: string | Readonly<Record<string, string>>;
  };
  if (bin === undefined) return {};
  if (typeof bin === 'string') return { [name.split('/').at(-1) ?? name]: bin };
  return Object.fromEntries(sortedKeys(bin).map((program) => [program, bin[program] ?? '']));
}
