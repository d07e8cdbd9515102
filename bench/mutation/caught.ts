/** What showed a defect. */
export interface Caught {
  /** The check, and the test file of a test. */
  readonly by: string;
  /** The line that says it. */
  readonly says: string;
}

/** The line of a check's output that tells a reader most: the first that speaks of a failure. */
export function tellingLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const found = lines.find((line) => /error|fail|×/i.test(line)) ?? lines[0] ?? '';
  return found.slice(0, 200);
}
