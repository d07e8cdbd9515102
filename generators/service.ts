import { basename, resolve } from 'node:path';
import type { PlopGeneratorConfig } from 'node-plop';
import type { Pack } from '../src/pack/pack.ts';
import { planRepository, writeRepository } from '../src/repo/create.ts';
import type { Answers } from '../src/selection/answers.ts';
import { sampleModules } from '../src/selection/samples.ts';
import { assertServiceName, nameProblem } from '../src/selection/service-name.ts';
import { requestedBy, serviceQuestions, type ServiceAnswers } from './service-questions.ts';

export interface ServiceGenerator {
  readonly pack: Pack;
  /** The engine's version. */
  readonly engine: string;
  /** Where relative directories start. */
  readonly cwd: string;
}

/**
 * The generator of a service, for plop: the questions of `plinth create`, and its plan and apply as the
 * one action. It writes the files; installing is left to the user.
 */
export function serviceGenerator({ pack, engine, cwd }: ServiceGenerator): PlopGeneratorConfig {
  return {
    description: 'a TypeScript service with the practices you choose',
    prompts: [
      ...serviceQuestions(pack, {
        packageManager: 'npm',
        directoryProblem: (directory) => nameProblem(basename(resolve(cwd, directory))),
      }),
    ],
    actions: [
      (given) => {
        const answers = given as ServiceAnswers;
        const target = resolve(cwd, answers.directory);
        const planned = planRepository({ pack, engine, answers: answersOf(pack, answers, target) });
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
 * @throws PlinthError `PLINTH_NAME_INVALID`
 */
function answersOf(pack: Pack, given: ServiceAnswers, target: string): Answers {
  const name = basename(target);
  assertServiceName(name);
  return {
    name,
    practices: requestedBy(pack, given),
    modules: sampleModules(pack),
    packageManager: { name: given.packageManager },
    node: 'system',
  };
}
