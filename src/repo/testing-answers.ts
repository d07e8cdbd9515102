import type { Answers, RequestedPractices } from '../selection/answers.ts';

/** Answers that say nothing unusual. */
export function answersFor(practices: RequestedPractices, name = 'svc'): Answers {
  return {
    name,
    practices,
    modules: { orders: { sample: true }, products: { sample: true }, users: { sample: true } },
    packageManager: { name: 'npm' },
    node: 'system',
  };
}
