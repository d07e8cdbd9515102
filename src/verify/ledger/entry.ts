import { z } from 'zod';

/** What a result says of a combination: that its files fit, that its program works, that it survives. */
export const tiers = ['rendered', 'built', 'faulted'] as const;
export type Tier = (typeof tiers)[number];

const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    // A ledger is printed on terminals.
    .regex(/^[^\p{Cc}]*$/u, 'has control characters');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hexadecimal');

/** One line of a ledger, as a stranger may have written it. */
export const ledgerEntrySchema = z.strictObject({
  combination: text(20_000),
  tier: z.enum(tiers),
  fingerprint: sha256,
  toolchain: text(500),
  pack: sha256,
  engine: text(100),
  commands: z.array(text(2_000)).max(1_000).readonly(),
  durationMs: z.number().min(0),
  result: z.enum(['passed', 'failed']),
  reused: z.literal(true).optional(),
  at: z.iso.datetime(),
});

/**
 * One verified combination: one line of a ledger, which is only ever appended to. A run writes a line
 * for each combination that it finished, and none for one that was interrupted.
 */
export interface LedgerEntry {
  /** From `combinationId`. */
  readonly combination: string;
  readonly tier: Tier;
  /** sha256 (hex) of all that the result hangs on; combinations with the same one are one program. */
  readonly fingerprint: string;
  /** Versions of Node and npm, operating system and processor, for people and to compare. */
  readonly toolchain: string;
  /** The digest of the pack that was verified. */
  readonly pack: string;
  /** The version of Plinth. */
  readonly engine: string;
  /** What was run, as it would be typed. */
  readonly commands: readonly string[];
  /** How long it took, in milliseconds; of a reused result, how long it took then. */
  readonly durationMs: number;
  readonly result: 'passed' | 'failed';
  /** The result is that of an earlier line with this fingerprint: nothing was run for this one. */
  readonly reused?: true | undefined;
  /** When it was finished: ISO 8601, UTC. */
  readonly at: string;
}

/** A line of a ledger, with its line break. */
export function ledgerLine(entry: LedgerEntry): string {
  return `${JSON.stringify(ledgerEntrySchema.parse(entry))}\n`;
}
