/** Builds the bundle once for a whole test run, apart from `dist/`, which somebody may be using. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildDist } from '../build/dist.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with `bin.cjs` and `create.cjs`. */
    readonly dist: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-dist-'));
  await buildDist(join(folder, 'dist'));
  project.provide('dist', join(folder, 'dist'));
  return () => {
    rmSync(folder, { recursive: true });
  };
}
