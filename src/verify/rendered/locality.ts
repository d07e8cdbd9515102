import { readsAsLists, type Reads } from '../../render/reads.ts';
import type { Tree } from '../../render/tree.ts';
import type { Selection } from '../../selection/resolve.ts';
import type { Problem } from './check.ts';

/**
 * Watches that a rendered file depends on nothing but what its rendering is noted to have read
 * (`reads.ts`): of any two services that agree on those practices, options and other answers, both have
 * the file, with the same bytes. That is what lets a file be looked at in its own assignments instead of in every
 * combination.
 */
export interface LocalityWatch {
  /** Takes note of one service: a number for each of its files. */
  readonly add: (selection: Selection, tree: Tree) => void;
  /** Compares all that were added. */
  readonly problems: () => readonly Problem[];
}

/** One path in all services. There are hundreds of paths and rows, so a row is a number. */
interface Column {
  /** Row → number of the content; 0: the service lacks the file. */
  readonly contents: number[];
  readonly numbers: Map<string, number>;
  /** What renderings read, each once, and the rows of those renderings. */
  readonly reads: Map<string, { readonly reads: Reads; readonly rows: number[] }>;
}

/** A watch that has seen nothing. */
export function localityWatch(): LocalityWatch {
  const rows: Selection[] = [];
  const columns = new Map<string, Column>();
  const keyOf = keyForReads();
  return {
    add: (selection, tree) => {
      const row = rows.push(selection) - 1;
      for (const { path, sha256, reads } of tree.files.values()) {
        const column = columns.get(path) ?? newColumn();
        columns.set(path, column);
        noteContent(column, row, sha256);
        const key = keyOf(reads);
        const same = column.reads.get(key) ?? { reads, rows: [] };
        column.reads.set(key, same);
        same.rows.push(row);
      }
    },
    problems: () =>
      [...columns].flatMap(([path, column]) =>
        [...column.reads.values()].some((same) => dependsOnMore(rows, column, same))
          ? [{ path, message: 'depends on an answer that its rendering did not note' }]
          : [],
      ),
  };
}

const newColumn = (): Column => ({ contents: [], numbers: new Map(), reads: new Map() });

function noteContent({ contents, numbers }: Column, row: number, sha256: string): void {
  const number = numbers.get(sha256) ?? numbers.size + 1;
  numbers.set(sha256, number);
  while (contents.length < row) contents.push(0);
  contents.push(number);
}

/** Files that are copied share one `Reads`: its key is made once. */
function keyForReads(): (reads: Reads) => string {
  const keys = new WeakMap<Reads, string>();
  return (reads) => {
    const key = keys.get(reads) ?? JSON.stringify(readsAsLists(reads));
    keys.set(reads, key);
    return key;
  };
}

/** Whether two services that agree on the reads of one of them have different contents. */
function dependsOnMore(
  services: readonly Selection[],
  { contents }: Column,
  { reads, rows }: { readonly reads: Reads; readonly rows: readonly number[] },
): boolean {
  const contentOf = (row: number): number => contents[row] ?? 0;
  const expected = new Map<string, number>();
  for (const row of rows) {
    const key = projection(services[row], reads);
    if (!expected.has(key)) expected.set(key, contentOf(row));
  }
  return services.some((selection, row) => {
    const key = projection(selection, reads);
    return expected.has(key) && expected.get(key) !== contentOf(row);
  });
}

/** What a service says about everything in `reads`. */
function projection(selection: Selection | undefined, reads: Reads): string {
  if (!selection) return '';
  const { practices, modules } = selection;
  return JSON.stringify([
    [...reads.practices].map((id) => practices.has(id)),
    [...reads.options].map((name) => {
      const [practice = '', option = ''] = name.split('.');
      return practices.get(practice)?.[option] ?? '';
    }),
    [...reads.modules].map((name) => modules[name]?.sample === true),
    // The engine is the same for all.
    [...reads.answers].map((name) => (name === 'engine' ? '' : selection[name])),
  ]);
}
