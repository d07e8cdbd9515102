import { PlinthError } from '../../pack/error.ts';
import type { Tools } from './checks.ts';

/**
 * Loads the formatter and the compiler, which a service has as well. They are too large to be part of
 * Plinth.
 *
 * @throws PlinthError `PLINTH_TOOL_MISSING`
 */
export async function loadTools(): Promise<Tools> {
  const [prettier, typescript] = await Promise.all([
    load('prettier', () => import('prettier')),
    load('typescript', async () => (await import('typescript')).default),
  ]);
  // From 7 on the package is the command alone.
  if (typeof typescript.createSourceFile === 'function') return { prettier, typescript };
  throw new PlinthError(
    'PLINTH_TOOL_MISSING',
    `typescript ${typescript.version} has no compiler API`,
    {
      hint: 'Install one that has: npm install --save-dev typescript@6.',
    },
  );
}

async function load<T>(name: string, module: () => Promise<T>): Promise<T> {
  try {
    return await module();
  } catch (error) {
    throw new PlinthError('PLINTH_TOOL_MISSING', `the package ${name} is not installed`, {
      hint: 'Install it beside Plinth: npm install --save-dev prettier typescript@6.',
      cause: error,
    });
  }
}
