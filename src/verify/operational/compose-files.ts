import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { scratchFolder } from '../scratch-folder.ts';
import { findProgram } from './find-tool.ts';
import type { OperationalTool } from './operational-tool.ts';

/** Compose files, by docker-compose itself. */
export const composeFiles: OperationalTool = {
  name: 'docker-compose',
  concerns: (path) => /(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(path),
  load: () => {
    const program = findProgram('docker-compose');
    return Promise.resolve(
      program === undefined ? undefined : (_, text) => complaints(program, text),
    );
  },
};

async function complaints(program: string, text: string): Promise<readonly string[]> {
  const folder = await scratchFolder('compose');
  try {
    const file = join(folder, 'compose.yaml');
    await writeFile(file, text);
    const args = ['--file', file, 'config', '--quiet'];
    const { all, exitCode } = await execa(program, args, { all: true, reject: false });
    return exitCode === 0 ? [] : [all];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
