import type { Finding, Weight } from '../repo/finding.ts';

const commands: Readonly<Record<Weight, 'error' | 'warning' | 'notice'>> = {
  conflict: 'error',
  violation: 'error',
  stale: 'warning',
  note: 'notice',
};

/**
 * Findings as workflow commands of GitHub Actions, one a line, which it shows beside the files. What is
 * excused is a notice.
 */
export function githubAnnotations(findings: readonly Finding[]): string {
  return findings.map(annotation).join('\n');
}

function annotation(finding: Finding): string {
  const { rule, weight, path, key, line = 1, message, hint, excused } = finding;
  const command = excused ? 'notice' : commands[weight];
  const excuse =
    excused && `Excused until ${excused.expires}: ${excused.reason} (${excused.owner}).`;
  const text = [`${key === undefined ? '' : `${key}: `}${message}.`, hint, excuse]
    .filter((part) => part !== undefined)
    .join(' ');
  const properties = Object.entries({ file: path, line: String(line), title: `plinth ${rule}` })
    .map(([name, value]) => `${name}=${escapedProperty(value)}`)
    .join(',');
  return `::${command} ${properties}::${escaped(text)}`;
}

/** The escapes of GitHub's own toolkit: a line break would end the command, a comma the property. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
