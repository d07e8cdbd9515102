import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Kysely } from 'kysely';
import type { InTx, NoTables } from './contract.ts';
import { isRolledBackConflict } from './database-errors.ts';

const maxAttempts = 3;
const afterCommitBudgetMs = 1_000;

type Task = () => Promise<void>;

/**
 * Creates `inTx` over a database.
 *
 * `work` may run again, up to three times, when the server itself rolled the transaction back for a
 * deadlock or a serialization failure: nothing of it has happened then. An outcome that is unknown
 * (a timeout, a lost connection) is never tried again. What must happen only once the data is there
 * goes into `tx.afterCommit`; `inTx` waits for those tasks, at most a second, so that the caller's
 * next read sees what they did.
 */
export function createInTx(db: Kysely<NoTables>, log: FastifyBaseLogger): InTx {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      const tasks: Task[] = [];
      try {
        const result = await db
          .transaction()
          .execute((trx) => work({ db: trx, afterCommit: (task) => void tasks.push(task) }));
        await runAfterCommit(tasks, log);
        return result;
      } catch (error) {
        if (attempt === maxAttempts || !isRolledBackConflict(error)) throw error;
        log.warn({ err: error, attempt }, 'transaction rolled back by the server, trying again');
        await sleep(Math.random() * 20 * attempt);
      }
    }
  };
}

async function runAfterCommit(tasks: readonly Task[], log: FastifyBaseLogger): Promise<void> {
  if (tasks.length === 0) return;
  const all = Promise.all(tasks.map((task) => runTask(task, log)));
  const budget = new AbortController();
  try {
    await Promise.race([all, overBudget(budget.signal, log)]);
  } finally {
    budget.abort();
  }
}

async function runTask(task: Task, log: FastifyBaseLogger): Promise<void> {
  try {
    await task();
  } catch (error) {
    log.error({ err: error }, 'a task after commit failed; the transaction stands');
  }
}

async function overBudget(signal: AbortSignal, log: FastifyBaseLogger): Promise<void> {
  try {
    await sleep(afterCommitBudgetMs, undefined, { signal });
    log.warn(
      { budgetMs: afterCommitBudgetMs },
      'tasks after commit are slow; not waiting for them',
    );
  } catch {
    // Aborted: the tasks were done in time.
  }
}
