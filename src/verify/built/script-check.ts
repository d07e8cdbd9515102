import { runProcess, type Ran } from '../run-process.ts';
import type { CheckName } from '../program/program.ts';
import type { Bench, Checked, RunCheck } from './check.ts';

const timeoutMs = 600_000;

/** A check that is a script of package.json. */
export function scriptCheck(check: CheckName, script: string): RunCheck {
  return async (bench) => runScript(bench, check, script);
}

/**
 * Runs a script as npm would, without npm's own start. A service without it passes.
 *
 * @param more - arguments behind those that the script has
 */
export async function runScript(
  { folder, env, program, signal }: Bench,
  check: CheckName,
  script: string,
  more: readonly string[] = [],
): Promise<Checked> {
  const { scripts } = program.manifest;
  if (!Object.hasOwn(scripts, script)) return { commands: [], failures: [] };
  const whole = Object.hasOwn(scripts, `pre${script}`) || Object.hasOwn(scripts, `post${script}`);
  const [file, args] = whole ? ['npm', ['run', script]] : [process.execPath, ['--run', script]];
  const behind = more.length === 0 ? [] : ['--', ...more];
  const ran = await runProcess(file, [...args, ...behind], {
    cwd: folder,
    env,
    signal,
    timeoutMs,
  });
  return checkedBy(ran, check, script);
}

/** What came of a script, or of what stands for it. */
export function checkedBy({ exitCode, output }: Ran, check: CheckName, script: string): Checked {
  const command = `npm run ${script}`;
  return { commands: [command], failures: exitCode === 0 ? [] : [{ check, command, output }] };
}
