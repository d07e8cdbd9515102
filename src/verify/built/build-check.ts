import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import type { Program } from '../program/program.ts';
import type { RunCheck } from './check.ts';
import { compile, threadsOf } from './compiler.ts';
import { checkedBy, runScript } from './script-check.ts';

/** Removes a folder, then compiles a project. */
const usualScript =
  /^node -e "fs\.rmSync\('([\w-]+)', \{ recursive: true, force: true \}\)" && tsc (?:-p|--project) ([\w.-]+)$/;

interface Project {
  /** Its file. */
  readonly file: string;
  /** Where what it compiles stands, and where it goes. */
  readonly from: string;
  readonly to: string;
}

/**
 * Builds by the script `build`. Where that empties a folder and compiles a project into it, the compiler is
 * told to remember what it made of the program that the folder held before: it writes what has changed,
 * and what of that is left over from the other program is removed.
 */
export const buildCheck: RunCheck = async (bench) => {
  const { folder, fresh, program } = bench;
  const project = await projectOf(folder, program);
  if (project === undefined) return runScript(bench, 'build', 'build');
  if (fresh) return runScript(bench, 'build', 'build', await threadsOf(bench));
  const kept = join(folder, '..', 'built');
  const memory = join(folder, '..', 'build.tsbuildinfo');
  const output = join(folder, project.to);
  await rm(output, { recursive: true, force: true });
  if (existsSync(kept) && existsSync(memory)) await rename(kept, output);
  else await rm(memory, { force: true });
  const ran = await compile(bench, project.file, memory);
  if (ran.exitCode === 0) {
    await removeLeftovers(output, program, project);
    await rm(kept, { recursive: true, force: true });
    await cp(output, kept, { recursive: true });
  } else {
    await rm(memory, { force: true });
  }
  return checkedBy(ran, 'build', 'build');
};

async function projectOf(folder: string, { manifest }: Program): Promise<Project | undefined> {
  const [, to, file] = usualScript.exec(manifest.scripts['build'] ?? '') ?? [];
  if (to === undefined || file === undefined) return undefined;
  try {
    const { compilerOptions = {} } = JSON.parse(await readFile(join(folder, file), 'utf8')) as {
      readonly compilerOptions?: { readonly rootDir?: string; readonly outDir?: string };
    };
    const { rootDir, outDir } = compilerOptions;
    return rootDir !== undefined && outDir === to ? { file, from: rootDir, to } : undefined;
  } catch {
    return undefined;
  }
}

/** What was compiled from a file that this program does not have. */
async function removeLeftovers(
  output: string,
  { files }: Program,
  { from }: Project,
): Promise<void> {
  for (const entry of await readdir(output, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = relative(output, join(entry.parentPath, entry.name)).split(sep).join('/');
    const source = posix.join(from, path.replace(/\.js(?:\.map)?$/, '.ts'));
    if (!files.has(source)) await rm(join(output, path));
  }
}
