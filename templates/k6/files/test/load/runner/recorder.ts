import type { CheckResult, Incoming, Outgoing } from './protocol.ts';

/** A call whose fields are still being read. */
interface OpenCall extends Outgoing {
  readonly status: number;
  readonly durationMs: number;
  readonly fields: Set<string>;
}

/** What this thread's virtual user did so far: k6's API is global to a user, so its record is too. */
export const recorded = {
  calls: [] as OpenCall[],
  checks: [] as CheckResult[],
};

/**
 * Keeps a call.
 *
 * @returns the set to add the path of each field to that the script reads
 */
export function record(outgoing: Outgoing, incoming: Incoming): Set<string> {
  const fields = new Set<string>();
  const { status, durationMs } = incoming;
  recorded.calls.push({ ...outgoing, status, durationMs, fields });
  return fields;
}
