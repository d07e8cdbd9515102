import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { PlinthError } from '../src/pack/error.ts';
import { shellWord } from '../src/pack/shell-word.ts';
import { assertCreatable } from '../src/repo/create.ts';
import { assertServiceName } from '../src/selection/service-name.ts';

/** Finds the absolute path of a directory, and refuses one that no service can be created in. */
export type ServicePlace = (directory: string) => string;

/**
 * @param cwd - where relative directories start
 * @param check - refuses what stands there
 * @returns a function that throws `PLINTH_NAME_INVALID`, `PLINTH_TARGET_INVALID`, or what the check throws
 */
export function placeIn(cwd: string, check = assertCreatable): ServicePlace {
  return (directory) => {
    const target = resolve(cwd, directory);
    assertServiceName(basename(target));
    assertParent(directory, target);
    check(target);
    return target;
  };
}

/** What speaks against a directory, for people; `undefined`: nothing. */
export function problemWith(place: ServicePlace, directory: string): string | undefined {
  try {
    place(directory);
    return undefined;
  } catch (error) {
    if (error instanceof PlinthError) return error.message;
    throw error;
  }
}

function assertParent(directory: string, target: string): void {
  const parent = dirname(target);
  if (existsSync(parent)) return;
  throw new PlinthError('PLINTH_TARGET_INVALID', `there is no folder ${parent} to put it in`, {
    path: directory,
    hint: `Make it first: mkdir -p ${shellWord(dirname(directory))}`,
  });
}
