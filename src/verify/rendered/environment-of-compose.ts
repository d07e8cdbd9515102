import type { Problem } from './check.ts';
import type { ComposeFile } from './compose-services.ts';
import { type Example, isNeededInProduction } from './env-example.ts';

/** Where a compose file and `.env.example` differ, and where it waits for what it does not run. */
export function composeProblems(
  { path, services, outside }: ComposeFile,
  example: Example,
): readonly Problem[] {
  const names = new Set(example.variables.map(({ name }) => name));
  const needed = example.variables.filter(isNeededInProduction).map(({ name }) => name);
  const own = services.filter((service) => service.own);
  const whole = own.filter((service) => service.wholeProgram);
  const all = new Set(services.map(({ name }) => name));
  return [
    ...own.flatMap(({ name, environment }) =>
      Object.keys(environment)
        .filter((variable) => !names.has(variable))
        .map((variable) => `gives ${name} ${variable}, and ${example.path} does not have it`),
    ),
    ...whole.flatMap(({ name, environment }) =>
      needed
        .filter((variable) => !Object.hasOwn(environment, variable))
        .map((variable) => `does not give ${name} ${variable}, which production needs`),
    ),
    ...outside
      .filter((variable) => !names.has(variable))
      .map((variable) => `takes ${variable} from outside, and ${example.path} does not have it`),
    ...services.flatMap(({ name, dependsOn }) =>
      dependsOn
        .filter((other) => !all.has(other))
        .map((other) => `has ${name} wait for ${other}, which it does not run`),
    ),
  ].map((message) => ({ path, message }));
}
