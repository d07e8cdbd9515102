import type { SharedProgram } from './program/programs.ts';
import { shellWord } from '../pack/shell-word.ts';

/** One job of a CI. */
export interface MatrixJob {
  /** `2/4` */
  readonly shard: string;
  /** What stands behind `plinth verify`, quoted for a shell. */
  readonly arguments: string;
  /** The ids of the combinations that it builds; each stands for those that render the same program. */
  readonly combinations: readonly string[];
}

/** What CI has to run to verify a pack. */
export interface CiMatrix {
  readonly jobs: readonly MatrixJob[];
  /** What stands behind `plinth verify --merge FILE…` once all have run, quoted for a shell. */
  readonly evidence: string;
}

/**
 * Lays shards out as the jobs of a CI.
 *
 * @param shards - the programs of each; none is empty
 * @param words - the words of the command line that say what is covered, the same for all
 */
export function ciMatrix(
  shards: readonly (readonly SharedProgram[])[],
  words: readonly string[],
): CiMatrix {
  const jobs = shards.map((programs, index) => {
    const shard = `${index + 1}/${shards.length}`;
    return {
      shard,
      arguments: commandLine([...words, '--shard', shard]),
      combinations: programs.map(({ combinations: [{ id }] }) => id),
    };
  });
  return { jobs, evidence: commandLine(words) };
}

/** For `strategy.matrix`, by `fromJSON`: one line. */
export function githubMatrix({ jobs }: CiMatrix): string {
  return JSON.stringify({ include: jobs });
}

const commandLine = (words: readonly string[]): string => words.map(shellWord).join(' ');
