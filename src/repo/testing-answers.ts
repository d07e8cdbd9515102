import { sampleModules, type Answers, type RequestedPractices } from '../selection/answers.ts';

/** Answers that say nothing unusual. */
export function answersFor(practices: RequestedPractices, name = 'svc'): Answers {
  return {
    name,
    practices,
    modules: sampleModules,
    packageManager: { name: 'npm' },
    node: 'system',
  };
}
