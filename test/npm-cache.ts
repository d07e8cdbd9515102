/** Packages that only tests need, and not every test run: installed once, beside the others. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { takePlace } from '../src/verify/workspace/take-place.ts';

const cache = join(import.meta.dirname, '../node_modules/.cache/plinth-test');

/**
 * Installs packages into a folder of their own, unless they are there already. Test files that run at
 * the same time may ask for the same ones: a folder is made whole elsewhere, and the first one stays.
 *
 * @param name - begins the name of the folder
 * @param dependencies - package → exact version
 * @returns the folder's `node_modules`
 */
export async function installed(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>> = {},
): Promise<string> {
  const manifest = JSON.stringify({ name: 'tools', private: true, dependencies, overrides });
  const digest = createHash('sha256').update(manifest).digest('hex').slice(0, 12);
  const folder = join(cache, `${name}-${digest}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const fresh = mkdtempSync(`${folder}.`);
    writeFileSync(join(fresh, 'package.json'), manifest);
    await execa('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: fresh });
    await takePlace(fresh, folder);
    rmSync(fresh, { recursive: true, force: true });
  }
  return join(folder, 'node_modules');
}

/** The binary of one version of Node. */
export async function nodeBinary(version: string): Promise<string> {
  const platform = `node-${process.platform}-${process.arch}`;
  return join(await installed(`node-${version}`, { [platform]: version }), platform, 'bin/node');
}
