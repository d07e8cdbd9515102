import type { Explanation, Origin } from '../repo/explanation.ts';
import type { Paint } from './terminal.ts';

/** An explanation for people. */
export function explanationText(explanation: Explanation, paint: Paint): string {
  const { path, key, line, kind, state, origins } = explanation;
  const place = `${path}${key === undefined ? '' : `#${key}`}${line === undefined ? '' : `:${line}`}`;
  const head = paint.bold(place);
  if (kind === 'absent') {
    // What Plinth rendered has a state, even when it was deleted.
    if (state === undefined) return `${head}\nThere is no such file.`;
    return `${head}\nThere is no such ${key === undefined ? 'line' : 'key'} in it.`;
  }
  if (kind === 'yours') {
    const what = key === undefined && line === undefined ? 'this file' : 'this';
    return `${head}\nPlinth did not write ${what}: it is yours.`;
  }
  return [
    head,
    ...origins.flatMap((origin) => originLines(origin, paint)),
    ...owned(explanation),
  ].join('\n');
}

function originLines({ practice, source, what, because }: Origin, paint: Paint): readonly string[] {
  const who = practice ?? 'Plinth';
  const from = source === undefined ? '' : paint.dim(` (${source})`);
  return [`${who}: ${summed(what)}${from}`, `  because ${because.join(', and ')}`];
}

/** More than this many keys are counted, not listed. */
const mostKeys = 3;

/** `contributes.dependencies.bullmq`, or, of many, `9 of contributes.scripts`. */
function summed(what: readonly string[]): string {
  if (what.length <= mostKeys) return what.join(', ');
  const sections = new Map<string, number>();
  for (const key of what) {
    const section = key.split('.').slice(0, 2).join('.');
    sections.set(section, (sections.get(section) ?? 0) + 1);
  }
  return [...sections].map(([section, count]) => `${count} of ${section}`).join(', ');
}

const ownerships = {
  managed: 'Managed: nobody edits it; plinth check --fix puts it back.',
  merged: 'Merged: edit it; what the templates change is merged with your edits.',
  block: 'Merged between its markers; the rest of the file is yours.',
  seeded: 'Seeded: written once, and yours since.',
} as const;

const states = {
  'as-rendered': 'It is as it was rendered.',
  edited: 'It was edited: plinth diff shows how.',
  deleted: 'It is not there.',
} as const;

function owned({ kind, ownership, required, state }: Explanation): readonly string[] {
  if (kind === 'orphan') return ['It is not rendered any more.'];
  if (ownership === undefined) return [];
  const words = [
    ownerships[ownership],
    required === true ? 'Required: it has to be there.' : '',
    state === undefined ? '' : states[state],
  ];
  return [words.filter((text) => text !== '').join(' ')];
}
