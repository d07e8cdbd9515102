/** Packages that only tests need, and not every test run: installed once, beside the others. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

const cache = join(import.meta.dirname, '../node_modules/.cache/plinth-test');

/**
 * Installs packages into a folder of their own, unless they are there already.
 *
 * @param name - of the folder
 * @param dependencies - package → exact version
 * @returns the folder's `node_modules`
 */
export async function installed(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = join(cache, name);
  const done = join(folder, 'installed.json');
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    const manifest = { name: 'tools', private: true, dependencies, overrides };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await execa('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
    writeFileSync(done, JSON.stringify(dependencies));
  }
  return join(folder, 'node_modules');
}

/** The binary of one version of Node. */
export async function nodeBinary(version: string): Promise<string> {
  const platform = `node-${process.platform}-${process.arch}`;
  return join(await installed(`node-${version}`, { [platform]: version }), platform, 'bin/node');
}
