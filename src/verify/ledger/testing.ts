import type { LedgerEntry } from './entry.ts';

/** sha256 (hex) that stands for a program or a pack in tests: one letter repeated. */
export const digest = (letter: string): string => letter.repeat(64);

/** A line of a ledger for tests, with what matters to one. */
export function entryOf(given: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    combination: 'nothing',
    tier: 'built',
    fingerprint: digest('a'),
    toolchain: 'node 24.21.0, npm 11.6.2, linux x64',
    pack: digest('d'),
    engine: '0.1.0',
    commands: ['npm run typecheck', 'npm test'],
    durationMs: 1500,
    result: 'passed',
    at: '2026-11-23T00:00:00.000Z',
    ...given,
  };
}
