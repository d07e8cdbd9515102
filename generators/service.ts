import { basename } from 'node:path';
import type { PlopGeneratorConfig } from 'node-plop';
import type { Pack } from '../src/pack/pack.ts';
import { planRepository, writeRepository } from '../src/repo/create.ts';
import type { Answers } from '../src/selection/answers.ts';
import { sampleModules } from '../src/selection/samples.ts';
import { machineNode, needsOwnNode } from './machine-node.ts';
import type { Machine } from './machine.ts';
import { callingPackageManager, withVersion } from './package-manager.ts';
import { placeIn, problemWith } from './service-place.ts';
import { requestedBy, serviceQuestions, type ServiceAnswers } from './service-questions.ts';

export interface ServiceGenerator {
  readonly pack: Pack;
  /** The engine's version. */
  readonly engine: string;
  /** Where a service gets the engine from, when not from the registry. */
  readonly engineSource: string | undefined;
  /** Relative directories start where it stands. */
  readonly machine: Machine;
}

/**
 * The generator of a service, for plop: the questions of `plinth create`, and its plan and apply as the
 * one action. It writes the files; installing is left to the user.
 */
export function serviceGenerator(setup: ServiceGenerator): PlopGeneratorConfig {
  const { pack, engine, machine } = setup;
  const place = placeIn(machine.cwd);
  return {
    description: 'a TypeScript service with the practices you choose',
    prompts: [
      ...serviceQuestions(pack, {
        packageManager: callingPackageManager(machine.env).name,
        directoryProblem: (directory) => problemWith(place, directory),
      }),
    ],
    actions: [
      async (given) => {
        const answers = given as ServiceAnswers;
        const target = place(answers.directory);
        const asked = await answersOf(setup, answers, target);
        const planned = planRepository({ pack, engine, answers: asked });
        const { root, written } = writeRepository(planned, target);
        return `${root}: ${String(written.length)} files`;
      },
    ],
  };
}

/**
 * What the engine is asked for.
 *
 * @param target - the directory, whose name the service takes
 */
async function answersOf(
  { pack, machine, engineSource }: ServiceGenerator,
  given: ServiceAnswers,
  target: string,
): Promise<Answers> {
  return {
    name: basename(target),
    practices: requestedBy(pack, given),
    modules: sampleModules(pack),
    packageManager: await withVersion(given.packageManager, machine),
    node: needsOwnNode(machineNode(machine)) ? 'bundled' : 'system',
    engineSource,
  };
}
