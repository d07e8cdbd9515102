import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** How many files the repository has: what Plinth renders, and the team's own. */
export const repositoryFiles = 5000;

/** Bytes of an own file: the middle of what people write is about 3 KB. */
const ownFileLines = 80;

/**
 * Makes a service, adds files of a team's own until there are {@link repositoryFiles}, and commits them.
 *
 * @param bin - the built `bin.cjs`
 * @param root - absolute, does not exist
 */
export async function largeRepository(bin: string, root: string): Promise<void> {
  const flags = ['--preset', 'standard', '--yes', '--no-install', '--no-git'];
  await execa(process.execPath, [bin, 'create', root, ...flags]);
  const missing = repositoryFiles - countFiles(root);
  for (let index = 0; index < missing; index += 1) {
    const path = join(root, `src/own/part-${index % 100}/file-${index}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    const lines = Array.from({ length: ownFileLines }, (_, line) => ownLine(index, line));
    writeFileSync(path, lines.join(''));
  }
  await execa('git', ['init', '--quiet'], { cwd: root });
  await commit(root);
}

function ownLine(file: number, line: number): string {
  return `export const value${line} = ${file * ownFileLines + line};\n`;
}

/** Works on the rendered files as people do: edits in many, one deleted, one moved; all committed. */
export async function workOn(root: string): Promise<void> {
  const readme = join(root, 'README.md');
  writeFileSync(readme, readFileSync(readme, 'utf8').replace('\n\n', '\n\nOurs.\n\n'));
  for (const path of ['Dockerfile', '.gitignore', '.env.example', 'ops/compose.yaml']) {
    appendFileSync(join(root, path), '\n# ours\n');
  }
  const core = readdirSync(join(root, 'src/core')).slice(0, 20);
  for (const name of core) appendFileSync(join(root, 'src/core', name), '// ours\n');
  renameSync(join(root, 'docs/architecture.md'), join(root, 'docs/overview.md'));
  await commit(root);
}

async function commit(root: string): Promise<void> {
  await execa('git', ['add', '--all'], { cwd: root });
  const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
  await execa('git', [...who, 'commit', '--quiet', '--message', 'Work'], { cwd: root });
}

function countFiles(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}
