import { runProcess } from '../../src/verify/run-process.ts';

/** What a team runs before it merges, in the service's own words. */
export const scripts = ['lint', 'format:check', 'typecheck', 'test', 'build'] as const;

const timeoutMs = 600_000;

interface How {
  /** Words to put before the command. */
  readonly before?: readonly string[];
  /** Of a test whose own limit is shorter: ends the script, and all that it started. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one script of a service.
 *
 * @throws with everything the script printed when it fails
 */
export async function runScript(
  service: string,
  script: (typeof scripts)[number],
  env: Readonly<Record<string, string>>,
  { before = [], signal }: How = {},
): Promise<void> {
  const [command, ...args] = [...before, 'npm', 'run', script];
  const { exitCode, output } = await runProcess(command, args, {
    cwd: service,
    env: { ...process.env, ...env, NO_COLOR: '1' },
    signal,
    timeoutMs,
  });
  if (exitCode !== 0) throw new Error(`npm run ${script} in ${service} failed:\n${output}`);
}
