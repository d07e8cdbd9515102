import type { Checked } from '../repo/check.ts';
import type { Finding, Weight } from '../repo/finding.ts';
import type { Repository } from '../repo/open-repository.ts';
import { statusOf } from '../repo/status.ts';
import { byPractice, countsOf } from './check-counts.ts';
import type { Paint } from './terminal.ts';

/** A service that people work on has many edited files: a report that lists all of them hides the rest. */
const mostNotes = 10;

const weights = ['conflict', 'violation', 'stale', 'note'] as const satisfies readonly Weight[];

/** What was found, for people: what weighs most comes first. */
export function checkText(
  { base }: Repository,
  { findings, exceptions }: Checked,
  fixed: readonly string[],
  paint: Paint,
): string {
  const of = (weight: Weight): readonly Finding[] =>
    findings.filter((finding) => finding.weight === weight && !finding.excused);
  const sections = [
    section(
      paint.bold('Put back'),
      fixed.map((path) => `  ${path}`),
    ),
    section(paint.red('Conflicts'), groups(of('conflict'), paint)),
    section(paint.red('Violations'), groups(of('violation'), paint)),
    section(paint.yellow('Templates moved on'), groups(of('stale'), paint)),
    section(
      paint.bold('Exceptions'),
      exceptions.map(({ exception, state }) => {
        const { rule, path, reason, owner, expires } = exception;
        return `  ${path}  ${paint.dim(`${rule}, ${state}, until ${expires}:`)} ${reason} (${owner})`;
      }),
    ),
    section(paint.bold('Notes'), groups(of('note'), paint, mostNotes)),
    section(paint.bold('By practice'), practiceLines(findings)),
  ];
  return [...sections.filter((text) => text !== ''), verdict(findings, base.size)].join('\n\n');
}

function section(title: string, content: readonly string[]): string {
  return content.length === 0 ? '' : [title, ...content].join('\n');
}

/** Findings that say the same stand together: what it is and what to do, then where. */
function groups(findings: readonly Finding[], paint: Paint, most = Infinity): readonly string[] {
  const alike = new Map<string, readonly Finding[]>();
  for (const finding of findings) {
    const { rule, message, hint = '' } = finding;
    const says = `${sentence(message)} ${hint}`.trimEnd() + paint.dim(` [${rule}]`);
    alike.set(says, [...(alike.get(says) ?? []), finding]);
  }
  return [...alike].flatMap(([says, found]) => [
    `  ${says}`,
    ...found.slice(0, most).map((finding) => `    ${placeOf(finding)}`),
    ...(found.length > most ? [`    and ${found.length - most} more: plinth check --json`] : []),
  ]);
}

function placeOf({ path, key, line }: Finding): string {
  return `${path}${key === undefined ? '' : `#${key}`}${line === undefined ? '' : `:${line}`}`;
}

/** With a capital, unless it begins with the name of a file. */
function sentence(message: string): string {
  const first = message.charAt(0);
  return `${/^\w+\./.test(message) ? first : first.toUpperCase()}${message.slice(1)}.`;
}

/** Without the notes: whose files are worked on is no news. */
function practiceLines(findings: readonly Finding[]): readonly string[] {
  const counted = findings.filter(({ weight, excused }) => weight !== 'note' && !excused);
  return [...byPractice(counted)].map(([id, found]) => `  ${id}: ${countsText(found)}`);
}

const nouns: Readonly<Record<Weight, readonly [one: string, many: string]>> = {
  conflict: ['conflict', 'conflicts'],
  violation: ['violation', 'violations'],
  stale: ['file behind its template', 'files behind their templates'],
  note: ['note', 'notes'],
};

function countsText(findings: readonly Finding[]): string {
  const counts = countsOf(findings);
  return weights
    .filter((weight) => counts[weight] > 0)
    .map((weight) => `${counts[weight]} ${nouns[weight][counts[weight] === 1 ? 0 : 1]}`)
    .join(', ');
}

function verdict(findings: readonly Finding[], files: number): string {
  const counted = findings.filter(({ weight }) => weight !== 'note');
  return statusOf(findings) === 'clean'
    ? `Nothing to mend in ${files} rendered files.`
    : `${countsText(counted)}, in ${files} rendered files.`;
}
