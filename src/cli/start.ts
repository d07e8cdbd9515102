/** The first code that runs. Like node-floor.ts it has to parse on every Node, so it loads the rest late. */
import type { Program } from './main.ts';
import { nodeTooOld, runsOn } from './node-floor.ts';
import { version } from './version.ts';

/** Runs one of the two programs with the arguments of the process, and sets the exit code. */
export function start(program: Program): void {
  if (!runsOn(process.versions.node)) {
    process.stderr.write(nodeTooOld(process.versions.node));
    process.exitCode = 4;
  } else if (process.argv.length === 3 && process.argv[2] === '--version') {
    // What stdout refuses is told as of any command.
    process.stdout
      .once('error', () => {
        load(program);
      })
      .write(version + '\n');
  } else {
    load(program);
  }
}

function load(program: Program): void {
  void import('./main.ts').then((module) => module.main(program, process.argv.slice(2)));
}
