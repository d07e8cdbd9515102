import { join } from 'node:path';
import type { Pack } from '../../src/pack/pack.ts';
import type { Tree } from '../../src/render/tree.ts';
import type { Checked } from '../../src/verify/built/check.ts';
import { closuresIn } from '../../src/verify/program/closure.ts';
import { fileFacts } from '../../src/verify/program/file-facts.ts';
import { declaredReads } from '../../src/verify/program/programs.ts';
import { runProcess } from '../../src/verify/run-process.ts';
import { nearestFirst } from './soonest.ts';

const timeoutMs = 600_000;

/**
 * The tests that only the faulted tier runs, since they break something or start servers, and that can see a change of one file: it is in what they
 * import and read. In portions, those that are likely to see it first.
 *
 * @param changed - the path in the service
 */
export function faultTestsOf(
  tree: Tree,
  pack: Pack,
  changed: string,
): readonly (readonly string[])[] {
  const closures = closuresIn(tree, fileFacts, declaredReads(pack));
  const tests = [...tree.files.values()]
    .filter(({ path }) => path.endsWith('.test.ts'))
    .filter(
      ({ path, bytes }) =>
        path.endsWith('.fault.test.ts') || Buffer.from(bytes).includes('describeWith('),
    )
    .map(({ path }) => ({ path, closure: closures.run([path]) }))
    .filter(({ closure }) => closure?.has(changed) ?? true)
    .map(({ path, closure }) => ({ path, reads: closure?.size ?? tree.files.size }));
  return nearestFirst(tests, changed);
}

/** Runs tests with real servers; the first that fails ends it. */
export async function runFaultTests(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  tests: readonly string[],
): Promise<Checked> {
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const { exitCode, output } = await runProcess(
    process.execPath,
    [vitest, 'run', ...tests, '--bail=1', '--maxWorkers=1'],
    { cwd: folder, env, timeoutMs },
  );
  const command = `npx vitest run ${tests.join(' ')}`;
  const test = /FAIL\s+(\S+)/.exec(output)?.[1];
  const failure = { check: 'tests', test, command, output } as const;
  return { commands: [command], failures: exitCode === 0 ? [] : [failure] };
}
