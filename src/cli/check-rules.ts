import type { Finding } from '../repo/finding.ts';

/** What each rule finds, for tools that list rules. docs/policy.md has the same ids. */
export const ruleSummaries: Readonly<Record<Finding['rule'], string>> = {
  conflict: 'An update cannot go on without a decision.',
  'edited-locally': 'A rendered file was edited.',
  'edited-and-moved': 'A rendered file was edited, and its template has changed.',
  missing: 'A rendered file was deleted.',
  orphan: 'A file was rendered once, and is not any more.',
  'template-moved': 'A template has changed since the file was rendered.',
  'practice-required': 'A practice is absent that the policy requires.',
  'practice-forbidden': 'A practice is present that the policy forbids.',
  'option-value': 'An option has a value that the policy does not allow.',
  'engine-version': 'The repository was rendered by an older engine than the policy wants.',
  'pack-version': 'The repository was rendered from an older pack than the policy wants.',
  'exception-expired': 'The last day of an exception is over.',
  'exception-unused': 'Nothing needs an exception any more.',
};

/** Every rule, in a fixed order. */
export const rules = Object.keys(ruleSummaries) as readonly Finding['rule'][];
