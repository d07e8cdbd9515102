import { execa } from 'execa';

/** What a team runs before it merges, in the service's own words. */
export const scripts = ['lint', 'format:check', 'typecheck', 'test', 'build'] as const;

/**
 * Runs one script of a service.
 *
 * @param before - words to put before the command
 * @throws with everything the script printed when it fails
 */
export async function runScript(
  service: string,
  script: (typeof scripts)[number],
  env: Readonly<Record<string, string>>,
  before: readonly string[] = [],
): Promise<void> {
  const [command, ...args] = [...before, 'npm', 'run', script];
  const done = await execa(command, args, {
    cwd: service,
    env: { ...env, NO_COLOR: '1' },
    all: true,
    reject: false,
    timeout: 600_000,
  });
  if (done.failed) throw new Error(`npm run ${script} in ${service} failed:\n${done.all}`);
}
