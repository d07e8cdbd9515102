import type { Edit } from './edit.ts';
import { spliced, Unwritable, type Format, type Splice } from './format.ts';
import type { Value } from './value.ts';

/**
 * `.env.example`: each variable is a map of its setting, which may be commented out, and of the comment
 * above it. Other lines are the user's.
 */
export const envFormat: Format = {
  parse: (text) => {
    const variables = variablesOf(text);
    const entries = new Map(variables.map((variable) => [variable.name, valueOf(variable)]));
    return entries.size === variables.length ? { kind: 'map', entries } : undefined;
  },
  comments: (text) => text.split('\n').filter((line) => line.startsWith('#')),
  edit: editEnv,
};

interface Variable {
  readonly name: string;
  readonly comment: string;
  readonly setting: string;
  /** Where the comment, the setting and what follows it start. */
  readonly start: number;
  readonly settingStart: number;
  readonly end: number;
}

const settingPattern = /^(?:# ?)?(?:export )?([A-Za-z_]\w*)=/;

function variablesOf(text: string): readonly Variable[] {
  const variables: Variable[] = [];
  let at = 0;
  let start = 0;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const end = at + line.length;
    const name = settingPattern.exec(line)?.[1];
    if (name !== undefined) {
      const comment = text.slice(start, at);
      variables.push({ name, comment, setting: line.trimEnd(), start, settingStart: at, end });
    }
    if (name !== undefined || !line.startsWith('#')) start = end;
    at = end;
  }
  return variables;
}

function valueOf({ comment, setting }: Variable): Value {
  const leaf = (text: string): Value => ({ kind: 'leaf', text: JSON.stringify(text) });
  const entries = new Map([['setting', leaf(setting)]]);
  if (comment !== '') entries.set('comment', leaf(comment));
  return { kind: 'map', entries };
}

function editEnv(ours: string, next: string, edits: readonly Edit[]): string {
  const whole = ours === '' || ours.endsWith('\n') ? ours : `${ours}\n`;
  const source = variablesOf(next);
  return [...edits].reverse().reduce((text, edit) => {
    const variables = variablesOf(text);
    const splice =
      edit.kind === 'insert'
        ? insertion(variables, source, edit)
        : change(text, variables, source, edit);
    return spliced(text, [splice]);
  }, whole);
}

/** A new variable stands apart from the one before it by an empty line. */
function insertion(
  variables: readonly Variable[],
  source: readonly Variable[],
  { into, key, after, from }: Extract<Edit, { kind: 'insert' }>,
): Splice {
  const [name, part] = [...into, key];
  if (part === 'comment') {
    const { settingStart } = named(variables, name);
    return { start: settingStart, end: settingStart, text: named(source, name).comment };
  }
  const { comment, setting } = named(source, from[0]);
  const block = `${comment}${setting}\n`;
  if (after === undefined) {
    const first = variables[0]?.start ?? 0;
    return { start: first, end: first, text: variables.length === 0 ? block : `${block}\n` };
  }
  const { end } = named(variables, after);
  return { start: end, end, text: `\n${block}` };
}

function change(
  text: string,
  variables: readonly Variable[],
  source: readonly Variable[],
  edit: Exclude<Edit, { kind: 'insert' }>,
): Splice {
  const [name, part] = edit.at;
  const { start, settingStart, end } = named(variables, name);
  const fresh = edit.kind === 'set' ? named(source, name) : undefined;
  if (part === 'comment') return { start, end: settingStart, text: fresh?.comment ?? '' };
  if (part === 'setting') {
    return { start: settingStart, end, text: fresh ? `${fresh.setting}\n` : '' };
  }
  if (fresh) return { start, end, text: `${fresh.comment}${fresh.setting}\n` };
  const apart = text.startsWith('\n', end) && (start === 0 || text[start - 2] === '\n');
  const last = end === text.length && text.slice(0, start).endsWith('\n\n');
  return { start: last ? start - 1 : start, end: apart ? end + 1 : end, text: '' };
}

function named(variables: readonly Variable[], name: string | number | undefined): Variable {
  const variable = variables.find((candidate) => candidate.name === name);
  if (variable) return variable;
  throw new Unwritable(`there is no variable ${String(name)}`);
}
