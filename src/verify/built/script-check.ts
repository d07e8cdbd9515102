import { runProcess } from '../run-process.ts';
import type { CheckName } from '../program/program.ts';
import type { Bench, Checked, RunCheck } from './check.ts';

const timeoutMs = 600_000;

/** Runs a script of package.json as npm would, without npm's own start. A service without it passes. */
export function scriptCheck(check: CheckName, script: string): RunCheck {
  return async (bench) => runScript(bench, check, script);
}

/** {@link scriptCheck} with an environment of its own. */
export async function runScript(
  { folder, env, program, signal }: Bench,
  check: CheckName,
  script: string,
): Promise<Checked> {
  const { scripts } = program.manifest;
  if (!Object.hasOwn(scripts, script)) return { commands: [], failures: [] };
  const whole = Object.hasOwn(scripts, `pre${script}`) || Object.hasOwn(scripts, `post${script}`);
  const [file, args] = whole ? ['npm', ['run', script]] : [process.execPath, ['--run', script]];
  const command = `npm run ${script}`;
  const { exitCode, output } = await runProcess(file, args, {
    cwd: folder,
    env,
    signal,
    timeoutMs,
  });
  return {
    commands: [command],
    failures: exitCode === 0 ? [] : [{ check, command, output }],
  };
}
