import { join } from 'node:path';
import type { RunCheck } from './check.ts';
import { compile, threadsOf } from './compiler.ts';
import { checkedBy, runScript } from './script-check.ts';

/**
 * Checks types by the script `typecheck`. Where that is `tsc` with a project, it is told to remember what
 * it found in the program that the folder held before: it checks what has changed, and what that affects.
 */
export const typesCheck: RunCheck = async (bench) => {
  const { folder, fresh, program } = bench;
  const script = program.manifest.scripts['typecheck'] ?? '';
  const project = /^tsc (?:-p|--project) (\S+)$/.exec(script)?.[1];
  if (project === undefined) return runScript(bench, 'types', 'typecheck');
  if (fresh) return runScript(bench, 'types', 'typecheck', await threadsOf(bench));
  const ran = await compile(bench, project, join(folder, '..', 'types.tsbuildinfo'));
  return checkedBy(ran, 'types', 'typecheck');
};
