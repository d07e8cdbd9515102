import type { ProgramOutcome } from '../verify/built/outcome.ts';

/** The first failure in full, with {@link howToSeeAgain}. */
export function failureText(outcome: ProgramOutcome, tier: string, invocation: string): string {
  const { failure, reason, kept } = outcome;
  return [
    `First failure: ${whatFailed(outcome)}`,
    ...(reason === 'rebuilt' ? ['It had passed before, with the same fingerprint.'] : []),
    `$ ${failure?.command ?? ''}`,
    failure?.output.trimEnd() ?? '',
    '',
    howToSeeAgain(outcome, tier, invocation),
    ...(kept === undefined ? [] : [`It stands in ${kept}`]),
    '',
  ].join('\n');
}

/** The check, the test and the combination. */
export function whatFailed({ combination, same, failure }: ProgramOutcome): string {
  const check = [failure?.check, failure?.test].filter((part) => part !== undefined).join(' ');
  const more = same.length === 0 ? '' : `, and ${same.length} more that render the same program`;
  return `${check} of ${combination.id}${more}`;
}

/** The one command that shows it again. */
export function howToSeeAgain(
  { combination }: ProgramOutcome,
  tier: string,
  invocation: string,
): string {
  return `To see it again: ${invocation} --tier ${tier} ${combination.id} --keep`;
}
