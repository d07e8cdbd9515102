import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a program is, undefined when it is not on the PATH. */
export function findProgram(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Loads a package that is installed beside Plinth, or where the command stands. */
export async function loadPackage<T>(name: string): Promise<T | undefined> {
  const entry = resolved(name);
  return entry === undefined ? undefined : ((await import(pathToFileURL(entry).href)) as T);
}

/** The folder of such a package. */
export function packageFolder(name: string): string | undefined {
  const manifest = resolved(`${name}/package.json`);
  return manifest === undefined ? undefined : dirname(manifest);
}

function resolved(specifier: string): string | undefined {
  for (const from of [import.meta.filename, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from).resolve(specifier);
    } catch {
      continue;
    }
  }
  return undefined;
}
