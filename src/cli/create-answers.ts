import { basename } from 'node:path';
import { engineSource } from '../../generators/engine-source.ts';
import { machineNode, needsOwnNode } from '../../generators/machine-node.ts';
import { callingPackageManager, withVersion } from '../../generators/package-manager.ts';
import { placeIn, problemWith, type ServicePlace } from '../../generators/service-place.ts';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { assertCreatable, refuseOccupied } from '../repo/create.ts';
import type { Answers, RequestedPractices } from '../selection/answers.ts';
import { requestedPractices } from '../selection/request.ts';
import { requiredModules, sampleModules } from '../selection/samples.ts';
import { distFolder } from './built-in-pack.ts';
import { lastOf, listOf, type Flags } from './flags.ts';
import { packageManagerNamed } from './package-manager.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

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
  const check = flags.has('dry-run') ? refuseOccupied : assertCreatable;
  const place = placeIn(terminal.cwd, check);
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
      engineSource: engineSource(distFolder, version),
    },
  };
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

async function askFor(
  pack: Pack,
  given: Given,
  place: ServicePlace,
  terminal: Terminal,
): Promise<Given> {
  if (given.directory !== undefined && given.packageManager !== undefined && given.practices)
    return given;
  const { askAboutService } = await import('./ask.ts');
  return askAboutService(pack, given, {
    packageManager: callingPackageManager(terminal.env).name,
    directoryProblem: (directory) => problemWith(place, directory),
  });
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
