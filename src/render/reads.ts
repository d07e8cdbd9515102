import { sortedKeys } from '../pack/order.ts';
import type { Condition } from '../pack/pack.ts';

/** An answer other than the practices: `name`, `packageManager`, `node`, `modules`, `engine`. */
export type AnswerName = 'name' | 'packageManager' | 'node' | 'modules' | 'engine';

/** Everything that a rendered file was derived from, beside the pack itself. */
export interface Reads {
  /** Practices whose presence was asked for. */
  readonly practices: ReadonlySet<string>;
  /** Options that were read, as `practice.option`. */
  readonly options: ReadonlySet<string>;
  /** Sample modules whose presence was asked for. */
  readonly modules: ReadonlySet<string>;
  readonly slots: ReadonlySet<string>;
  readonly answers: ReadonlySet<AnswerName>;
}

/** Reads that are still being collected. */
export interface ReadLog {
  readonly practices: Set<string>;
  readonly options: Set<string>;
  readonly modules: Set<string>;
  readonly slots: Set<string>;
  readonly answers: Set<AnswerName>;
}

/** An empty log. */
export function newReadLog(): ReadLog {
  return {
    practices: new Set(),
    options: new Set(),
    modules: new Set(),
    slots: new Set(),
    answers: new Set(),
  };
}

/** Notes what it takes to know that a practice is present and a condition of it holds. */
export function noteCondition(log: ReadLog, practice: string, condition: Condition): void {
  log.practices.add(practice);
  for (const clause of condition) {
    if ('module' in clause) log.modules.add(clause.module);
    else if ('option' in clause) log.options.add(`${clause.practice}.${clause.option}`);
    else log.practices.add(clause.practice);
  }
}

/** `reads` as plain data, each list in order: for comparing and printing. */
export function readsAsLists(reads: Reads): Readonly<Record<keyof Reads, readonly string[]>> {
  const list = (set: ReadonlySet<string>): readonly string[] =>
    sortedKeys(Object.fromEntries([...set].map((name) => [name, true])));
  return {
    practices: list(reads.practices),
    options: list(reads.options),
    modules: list(reads.modules),
    slots: list(reads.slots),
    answers: list(reads.answers),
  };
}
