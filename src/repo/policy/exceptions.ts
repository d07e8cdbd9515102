import type { PolicyException } from '../../pack/policy-schema.ts';
import type { Finding } from '../finding.ts';
import { globMatcher } from './glob.ts';
import type { StandingPolicy } from './standard.ts';

/** An exception, and the policy that has it. */
export interface StandingException {
  /** Absent: the pack's. */
  readonly policyPath?: string | undefined;
  readonly exception: PolicyException;
}

/** Every exception of a standard, in the order of its policies. */
export function exceptionsOf(standard: readonly StandingPolicy[]): readonly StandingException[] {
  return standard.flatMap(({ path, policy }) =>
    policy.exceptions.map((exception) => ({ policyPath: path, exception })),
  );
}

/** What became of an exception: it excuses something, nothing needs it, or its last day is over. */
export interface ReportedException extends StandingException {
  readonly state: 'used' | 'unused' | 'expired';
}

/** Findings with their excuses, and every exception there is. */
export interface Excused {
  readonly findings: readonly Finding[];
  readonly exceptions: readonly ReportedException[];
}

/**
 * Excuses the findings that an exception in force covers, and reports every exception.
 *
 * @param findings - none of them excused yet; notes need no excuse
 * @param exceptions - from {@link exceptionsOf}
 * @param today - as YYYY-MM-DD in UTC; an exception counts until the end of its last day
 * @returns all findings, then a violation for each expired exception and a note for each unused one
 */
export async function withExceptions(
  findings: readonly Finding[],
  exceptions: readonly StandingException[],
  today: string,
): Promise<Excused> {
  if (exceptions.length === 0) return { findings, exceptions: [] };
  const covers = await coverage(exceptions);
  const reported = exceptions.map((standing): ReportedException => {
    if (standing.exception.expires < today) return { ...standing, state: 'expired' };
    const used = findings.some((finding) => covers(standing, finding));
    return { ...standing, state: used ? 'used' : 'unused' };
  });
  const inForce = exceptions.filter(({ exception }) => exception.expires >= today);
  const excused = findings.map((finding): Finding => {
    if (finding.weight === 'note') return finding;
    const by = inForce.find((standing) => covers(standing, finding));
    return by ? { ...finding, excused: by.exception } : finding;
  });
  const inState = (state: ReportedException['state']): readonly ReportedException[] =>
    reported.filter((standing) => standing.state === state);
  return {
    findings: [...excused, ...inState('expired').map(expiry), ...inState('unused').map(idleness)],
    exceptions: reported,
  };
}

type Covers = (standing: StandingException, finding: Finding) => boolean;

async function coverage(exceptions: readonly StandingException[]): Promise<Covers> {
  const matchers = new Map<StandingException, (path: string) => boolean>();
  for (const standing of exceptions) {
    matchers.set(standing, await globMatcher([splitTarget(standing.exception.path).path]));
  }
  return (standing, { rule, path, key }) => {
    if (standing.exception.rule !== rule) return false;
    const target = splitTarget(standing.exception.path);
    if (target.key !== undefined && target.key !== key) return false;
    return matchers.get(standing)?.(path) ?? false;
  };
}

function splitTarget(target: string): {
  readonly path: string;
  readonly key?: string | undefined;
} {
  const hash = target.indexOf('#');
  return hash < 0 ? { path: target } : { path: target.slice(0, hash), key: target.slice(hash + 1) };
}

function expiry({ policyPath, exception }: StandingException): Finding {
  const { rule, path, owner, expires } = exception;
  return {
    rule: 'exception-expired',
    weight: 'violation',
    // Which pack it is, plinth.json says.
    path: policyPath ?? 'plinth.json',
    practices: [],
    message: `the exception for ${rule} at ${path} expired on ${expires}`,
    hint: `Ask ${owner}: mend what it excused, or agree on a new day.`,
  };
}

function idleness({ policyPath, exception }: StandingException): Finding {
  return {
    rule: 'exception-unused',
    weight: 'note',
    path: policyPath ?? 'plinth.json',
    practices: [],
    message: `nothing needs the exception for ${exception.rule} at ${exception.path}`,
    hint: 'Take it out.',
  };
}
