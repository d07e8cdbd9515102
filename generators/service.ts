import { basename } from 'node:path';
import type { PlopGeneratorConfig } from 'node-plop';
import type { Pack } from '../src/pack/pack.ts';
import { planRepository, writeRepository } from '../src/repo/create.ts';
import type { Answers } from '../src/selection/answers.ts';
import { sampleModules } from '../src/selection/samples.ts';
import { placeIn, problemWith } from './service-place.ts';
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
  const place = placeIn(cwd);
  return {
    description: 'a TypeScript service with the practices you choose',
    prompts: [
      ...serviceQuestions(pack, {
        packageManager: 'npm',
        directoryProblem: (directory) => problemWith(place, directory),
      }),
    ],
    actions: [
      (given) => {
        const answers = given as ServiceAnswers;
        const target = place(answers.directory);
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
 */
function answersOf(pack: Pack, given: ServiceAnswers, target: string): Answers {
  return {
    name: basename(target),
    practices: requestedBy(pack, given),
    modules: sampleModules(pack),
    packageManager: { name: given.packageManager },
    node: 'system',
  };
}
