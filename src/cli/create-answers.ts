import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { assertCreatable, refuseOccupied } from '../repo/create.ts';
import type { Answers, RequestedPractices } from '../selection/answers.ts';
import { requestedPractices } from '../selection/request.ts';
import { requiredModules, sampleModules } from '../selection/samples.ts';
import { assertServiceName } from '../selection/service-name.ts';
import { shellWord } from '../pack/shell-word.ts';
import { engineSource } from './engine-source.ts';
import { lastOf, listOf, type Flags } from './flags.ts';
import { machineNode, needsOwnNode } from './machine-node.ts';
import { callingPackageManager, packageManagerNamed, withVersion } from './package-manager.ts';
import type { Terminal } from './terminal.ts';

/** What is known about a service to create, once everything was asked or given. */
export interface CreateInput {
  readonly pack: Pack;
  /** The directory as the user names it. */
  readonly directory: string;
  /** The same, absolute. */
  readonly target: string;
  readonly answers: Answers;
}

/** The preset of `plinth create DIR --yes`, where the pack has it. */
const defaultPreset = 'standard';

/**
 * Completes what the command line says with what is asked on a terminal, or with defaults where there
 * is none, and with what this machine has.
 *
 * @throws PlinthError for whatever is wrong in it; `PLINTH_MISSING_ARGUMENT` without a directory
 */
export async function createInput(
  pack: Pack,
  positionals: readonly string[],
  flags: Flags,
  terminal: Terminal,
): Promise<CreateInput> {
  const manager = lastOf(flags, 'pm');
  const given = {
    // An empty one is a variable of a script that was not set: for here there is `.`.
    directory: positionals[0] === '' ? undefined : positionals[0],
    packageManager: manager === undefined ? undefined : packageManagerNamed(manager),
    practices: practicesGiven(pack, flags),
  };
  const place = placeIn(terminal.cwd, flags);
  // Nobody answers questions for a service that has no place.
  const placed = given.directory === undefined ? undefined : place(given.directory);
  const chosen = asks(flags, terminal) ? await askFor(pack, given, place, terminal) : given;
  const { directory } = chosen;
  if (directory === undefined) {
    throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'create needs a directory', {
      hint: 'plinth create my-service --preset standard --yes',
    });
  }
  const target = placed ?? place(directory);
  return {
    pack,
    directory,
    target,
    answers: {
      name: basename(target),
      practices: chosen.practices ?? defaultPractices(pack),
      modules: flags.has('no-sample') ? requiredModules(pack) : sampleModules(pack),
      packageManager: await withVersion(
        chosen.packageManager ?? callingPackageManager(terminal.env).name,
        terminal,
      ),
      node: needsOwnNode(machineNode(terminal)) ? 'bundled' : 'system',
      engineSource: engineSource(),
    },
  };
}

/** Finds the absolute path of a directory, and refuses one that no service can be created in. */
type Place = (directory: string) => string;

function placeIn(cwd: string, flags: Flags): Place {
  const check = flags.has('dry-run') ? refuseOccupied : assertCreatable;
  return (directory) => {
    const target = resolve(cwd, directory);
    assertServiceName(basename(target));
    assertParent(directory, target);
    check(target);
    return target;
  };
}

function assertParent(directory: string, target: string): void {
  const parent = dirname(target);
  if (existsSync(parent)) return;
  throw new PlinthError('PLINTH_TARGET_INVALID', `there is no folder ${parent} to put it in`, {
    path: directory,
    hint: `Make it first: mkdir -p ${shellWord(dirname(directory))}`,
  });
}

/** Whether anything may be asked: a person is there, and did not say that there is nothing to ask. */
export function asks(flags: Flags, terminal: Terminal): boolean {
  return !flags.has('yes') && !flags.has('json') && terminal.interactive();
}

interface Given {
  readonly directory: string | undefined;
  readonly packageManager: Answers['packageManager']['name'] | undefined;
  readonly practices: RequestedPractices | undefined;
}

async function askFor(pack: Pack, given: Given, place: Place, terminal: Terminal): Promise<Given> {
  if (given.directory !== undefined && given.packageManager !== undefined && given.practices)
    return given;
  const { askAboutService } = await import('./ask.ts');
  return askAboutService(pack, given, {
    packageManager: callingPackageManager(terminal.env).name,
    directoryProblem: (directory) => problemOf(() => place(directory)),
  });
}

/** What a check has against something, for people; `undefined`: nothing. */
function problemOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof PlinthError) return error.message;
    throw error;
  }
}

/**
 * What the command line says about practices; `undefined` when it says nothing. `--with` alone starts
 * from the bare base; `--without` alone from the default.
 */
function practicesGiven(pack: Pack, flags: Flags): RequestedPractices | undefined {
  const request = {
    preset: lastOf(flags, 'preset'),
    with: listOf(flags, 'with'),
    without: listOf(flags, 'without'),
  };
  if (request.preset !== undefined || request.with.length > 0)
    return requestedPractices(pack, request);
  if (request.without.length === 0) return undefined;
  return requestedPractices(pack, { ...request, preset: presetByDefault(pack) });
}

function defaultPractices(pack: Pack): RequestedPractices {
  return requestedPractices(pack, { preset: presetByDefault(pack), with: [], without: [] });
}

/** A pack of one's own may have no `standard`, or no preset at all. */
function presetByDefault(pack: Pack): string | undefined {
  return Object.hasOwn(pack.presets, defaultPreset) ? defaultPreset : Object.keys(pack.presets)[0];
}
