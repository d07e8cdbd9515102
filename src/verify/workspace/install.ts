import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlinthError } from '../../pack/error.ts';
import { makeFolder } from '../../pack/make-folder.ts';
import { sortedKeys } from '../../pack/order.ts';
import type { Data, Pack } from '../../pack/pack.ts';
import { runProcess } from '../run-process.ts';
import { takePlace } from './take-place.ts';

/** Every package that a service of a pack can depend on, installed once. */
export interface Installed {
  /** Holds `node_modules`; absent when no service depends on anything. */
  readonly modules?: string | undefined;
  /** sha256 (hex) of the lock file that npm wrote. */
  readonly lock: string;
}

const timeoutMs = 900_000;

/**
 * Installs the versions of a pack's catalogue into a folder that is found again by what was installed.
 *
 * @param cache - absolute
 * @throws PlinthError `PLINTH_INSTALL_FAILED`
 */
export async function installed(
  pack: Pack,
  cache: string,
  signal?: AbortSignal,
): Promise<Installed> {
  const dependencies = neededPackages(pack);
  if (Object.keys(dependencies).length === 0) return { lock: '' };
  const manifest = { name: 'batch', private: true, dependencies, overrides: overridesOf(pack) };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const folder = join(cache, `install-${name}`);
  if (!existsSync(folder)) await install(text, folder, signal);
  const lock = await readFile(join(folder, 'package-lock.json'));
  return {
    modules: join(folder, 'node_modules'),
    lock: createHash('sha256').update(lock).digest('hex'),
  };
}

/** In a folder of its own first: one that was interrupted is never taken for a whole one. */
async function install(manifest: string, folder: string, signal?: AbortSignal): Promise<void> {
  const part = `${folder}.${randomUUID()}`;
  makeFolder(part);
  try {
    await writeFile(join(part, 'package.json'), manifest);
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    const env = process.env;
    const ran = await runProcess('npm', ['install', ...flags], {
      cwd: part,
      env,
      signal,
      timeoutMs,
    });
    if (ran.exitCode !== 0) {
      throw new PlinthError('PLINTH_INSTALL_FAILED', `npm install failed: ${ran.output.trim()}`, {
        path: part,
        hint: "Every version of the pack's versions.yaml has to be in the registry.",
      });
    }
    await takePlace(part, folder);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** What practices name; the catalogue may know more, such as a Node for machines that lack one. */
function neededPackages(pack: Pack): Readonly<Record<string, string>> {
  const contributions = [...pack.practices.values()].flatMap((practice) => practice.contributions);
  const names = contributions.flatMap((part) => [...part.dependencies, ...part.devDependencies]);
  const versions = Object.fromEntries(names.map((name) => [name, pack.dependencies[name] ?? '']));
  return Object.fromEntries(sortedKeys(versions).map((name) => [name, versions[name] ?? '']));
}

function overridesOf(pack: Pack): Readonly<Record<string, Data>> {
  const contributions = [...pack.practices.values()].flatMap((practice) => practice.contributions);
  const given = contributions.map((part) => part.package['overrides'] ?? {});
  return Object.assign({}, ...given) as Readonly<Record<string, Data>>;
}
