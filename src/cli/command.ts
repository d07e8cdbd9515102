/** What a command is to the rest of the CLI: data for help and parsing, and a function that runs it. */
import type { Flags, FlagSpecs } from './flags.ts';
import type { Terminal } from './terminal.ts';

export interface Invocation {
  readonly positionals: readonly string[];
  readonly flags: Flags;
  readonly terminal: Terminal;
}

/** What a finished command says, once for programs and once for people. */
export interface Outcome {
  /** `result` of the JSON object. */
  readonly result: unknown;
  /** The same for people, on stdout; ends without a line break. */
  readonly text: string;
  /** Absent: 0. A command that looks and finds something has done its work, and yet is no 0. */
  readonly exitCode?: 0 | 1 | 2 | 3;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as help shows them: `[DIR]`. */
  readonly arguments: readonly string[];
  readonly flags: FlagSpecs;
  /** Command lines that help shows. */
  readonly examples: readonly string[];
  run(invocation: Invocation): Promise<Outcome>;
}
