/** Runs the built CLI as users do: as a process, without a terminal. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { inject, onTestFinished } from 'vitest';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The Node to run on; this process's by default. */
  readonly node?: string;
  readonly program?: 'bin' | 'create';
  /** Another folder with the bundle; the one that this run built by default. */
  readonly dist?: string;
}

/** How long the CLI may take; one that waits for an answer fails here. */
const timeoutMs = 30_000;

/** The environment of a user who has no agent, no CI and no colour wishes. */
const plainEnv = {
  CI: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  npm_config_user_agent: undefined,
};

/** Runs `plinth` (or `create-plinth`) with arguments. It has nothing to read. */
export async function plinth(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const entry = join(options.dist ?? inject('dist'), `${options.program ?? 'bin'}.cjs`);
  // Not where the packs are kept that somebody works with.
  const own = { PLINTH_CACHE: join(inject('dist'), '../cache') };
  const { exitCode, stdout, stderr } = await execa(
    options.node ?? process.execPath,
    [entry, ...args],
    {
      cwd: options.cwd ?? tmpdir(),
      env: { ...plainEnv, ...own, ...options.env },
      stdin: 'ignore',
      reject: false,
      timeout: timeoutMs,
    },
  );
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/** The object that `--json` printed: one, and nothing else on stdout. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it names what is expected
export function jsonOf<T = Record<string, unknown>>({ stdout }: Ran): T {
  return JSON.parse(stdout) as T;
}

/** What `--json` prints for a failure. */
export interface FailureJson {
  readonly schema: number;
  readonly ok: boolean;
  readonly command: string;
  readonly error: Readonly<Record<'code' | 'message' | 'path' | 'line' | 'hint', unknown>>;
}

/** A folder that goes when the test does. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-cli-'));
  onTestFinished(() => {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  });
  return folder;
}
