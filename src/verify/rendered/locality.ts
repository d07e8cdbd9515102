import { readsAsLists, type Reads } from '../../render/reads.ts';
import type { Tree } from '../../render/tree.ts';
import type { Selection } from '../../selection/resolve.ts';
import type { Problem } from './check.ts';

/**
 * Watches that a rendered file depends on nothing but what its rendering is noted to have read
 * (`reads.ts`): of any two services that agree on those practices and options, both have the file, with
 * the same bytes. That is what lets a file be looked at in its own assignments instead of in every
 * combination.
 */
export interface LocalityWatch {
  /** Takes note of one service: a number for each of its files. */
  readonly add: (selection: Selection, tree: Tree) => void;
  /** Compares all that were added. */
  readonly problems: () => readonly Problem[];
}

/** One path in all services. */
interface Column {
  /** Row → sha256; none: the service lacks the file. */
  readonly contents: Map<number, string>;
  /** What renderings read, each once, and the rows of those renderings. */
  readonly reads: Map<string, { readonly reads: Reads; readonly rows: Set<number> }>;
}

/** A watch that has seen nothing. */
export function localityWatch(): LocalityWatch {
  const rows: Selection['practices'][] = [];
  const columns = new Map<string, Column>();
  const keyOf = keyForReads();
  return {
    add: ({ practices }, tree) => {
      const row = rows.push(practices) - 1;
      for (const { path, sha256, reads } of tree.files.values()) {
        const column: Column = columns.get(path) ?? { contents: new Map(), reads: new Map() };
        columns.set(path, column);
        column.contents.set(row, sha256);
        const key = keyOf(reads);
        const same = column.reads.get(key) ?? { reads, rows: new Set() };
        column.reads.set(key, same);
        same.rows.add(row);
      }
    },
    problems: () =>
      [...columns].flatMap(([path, column]) =>
        [...column.reads.values()].some((same) => dependsOnMore(rows, column, same))
          ? [{ path, message: 'depends on a practice or option that its rendering did not note' }]
          : [],
      ),
  };
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
  services: readonly Selection['practices'][],
  { contents }: Column,
  { reads, rows }: { readonly reads: Reads; readonly rows: ReadonlySet<number> },
): boolean {
  const expected = new Map<string, string | undefined>();
  for (const row of rows) {
    const key = projection(services[row], reads);
    if (!expected.has(key)) expected.set(key, contents.get(row));
  }
  return services.some((practices, row) => {
    const key = projection(practices, reads);
    return expected.has(key) && expected.get(key) !== contents.get(row);
  });
}

/** What a service says about the practices and options in `reads`. */
function projection(practices: Selection['practices'] | undefined, reads: Reads): string {
  const presence = [...reads.practices].map((id) => practices?.has(id));
  const values = [...reads.options].map((name) => {
    const [practice = '', option = ''] = name.split('.');
    return practices?.get(practice)?.[option] ?? '';
  });
  return [...presence, ...values].join(',');
}
