import { createHash } from 'node:crypto';
import type { Pack } from '../../pack/pack.ts';
import { nothing } from '../../selection/combination.ts';
import { combinations } from '../../selection/space.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import { entryOf } from '../ledger/testing.ts';

/**
 * A ledger for tests, as a run over every combination leaves it: those that differ only in `idle`
 * practices are one program, and the second of it was reused.
 *
 * @param failing - which combinations fail, with all that share their program
 */
export function wholeLedger(
  pack: Pack,
  engine: string,
  idle: readonly string[] = [],
  failing: (id: string) => boolean = () => false,
): readonly LedgerEntry[] {
  const seen = new Map<string, LedgerEntry>();
  return [...combinations(pack)].map(({ id }, index) => {
    const parts = id === nothing ? [] : id.split(',');
    const program = parts
      .filter((part) => !idle.some((practice) => part.split('.')[0] === practice))
      .join(',');
    const before = seen.get(program);
    if (before) return { ...before, combination: id, reused: true };
    const entry = entryOf({
      combination: id,
      fingerprint: createHash('sha256').update(program).digest('hex'),
      pack: pack.digest,
      engine,
      durationMs: 1000 + ((index * 7919) % 9000),
      result: failing(id) ? 'failed' : 'passed',
      at: new Date(Date.UTC(2026, 10, 23, 0, 0, index)).toISOString(),
    });
    seen.set(program, entry);
    return entry;
  });
}
