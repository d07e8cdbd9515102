import type { Answer } from '../caller.ts';
import type { TestService } from '../harness.ts';
import { readOperations } from './document.ts';

/** The routes of a module in the OpenAPI document, and the errors that they say are their own. */
export interface DocumentedModule {
  /** `METHOD /path`, in order. */
  readonly routes: readonly string[];
  /** `METHOD /path code`, in order. */
  readonly codes: readonly string[];
}

/** Reads what the service documents of a module. */
export async function documentedOf(
  service: TestService,
  module: string,
): Promise<DocumentedModule> {
  const own = new RegExp(`^/${module}(/|$)`);
  const operations = (await readOperations(service)).filter(({ path }) => own.test(path));
  return {
    routes: operations.map(({ method, path }) => `${method} ${path}`).sort(),
    codes: operations
      .flatMap(({ method, path, codes }) => codes.map((code) => `${method} ${path} ${code}`))
      .sort(),
  };
}

/**
 * What requests that were to provoke an error were answered.
 * @param provoked - `METHOD /path code`, the code being the one expected, and the answer
 * @returns the same with the codes that came, in order
 */
export async function reachedCodes(
  provoked: readonly (readonly [string, Promise<Answer>])[],
): Promise<readonly string[]> {
  const reached = await Promise.all(
    provoked.map(async ([expected, answer]) => {
      const { code } = (await answer).json<{ code: string }>();
      return expected.replace(/\S+$/, code);
    }),
  );
  return reached.sort();
}
