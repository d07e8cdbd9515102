/** The first code that runs. Like node-floor.ts it has to parse on every Node, so it loads the rest late. */
import type * as NodeModule from 'node:module';
import type { Program } from './main.ts';
import { nodeTooOld, runsOn } from './node-floor.ts';
import { version } from './version.ts';

/** Runs one of the two programs with the arguments of the process, and sets the exit code. */
export function start(program: Program): void {
  if (!runsOn(process.versions.node)) {
    process.stderr.write(nodeTooOld(process.versions.node));
    process.exitCode = 4;
  } else if (process.argv.length === 3 && process.argv[2] === '--version') {
    process.stdout.write(version + '\n');
  } else {
    rememberCompiledCode();
    void import('./main.ts').then((module) => module.main(program, process.argv.slice(2)));
  }
}

/**
 * Starts sooner the next time. Node 20 cannot; where the code is kept, `NODE_COMPILE_CACHE` says, and
 * `NODE_DISABLE_COMPILE_CACHE` forbids it.
 */
function rememberCompiledCode(): void {
  const node: Partial<typeof NodeModule> = process.getBuiltinModule('node:module');
  if (node.enableCompileCache !== undefined) node.enableCompileCache();
}
