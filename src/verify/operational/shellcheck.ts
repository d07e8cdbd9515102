import { execa } from 'execa';
import { findProgram } from './find-tool.ts';
import type { OperationalTool } from './operational-tool.ts';

/** Shell scripts, by shellcheck. */
export const shellcheckTool: OperationalTool = {
  name: 'shellcheck',
  concerns: (path) => /\.(?:sh|bash)$/.test(path),
  load: () => {
    const program = findProgram('shellcheck');
    if (program === undefined) return Promise.resolve(undefined);
    return Promise.resolve((path, text) =>
      shellcheck(text, path.endsWith('.bash') ? 'bash' : 'sh'),
    );
  },
};

/**
 * Asks shellcheck about a script.
 *
 * @param shell - what will run it
 * @returns its complaints, `stdin:1:6: warning: … [SC2086]`; none when there are none.
 */
export async function shellcheck(script: string, shell: 'bash' | 'sh'): Promise<readonly string[]> {
  const { stdout, stderr, exitCode } = await execa(
    'shellcheck',
    [`--shell=${shell}`, '--format=gcc', '-'],
    { input: script, reject: false },
  );
  if (exitCode !== 0 && stdout === '') throw new Error(`shellcheck: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
