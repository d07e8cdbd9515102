/** One variable of a `.env.example`. */
export interface ExampleVariable {
  readonly name: string;
  /** Absent: the line is commented out. */
  readonly value?: string | undefined;
  /** The lines of comment above it. */
  readonly comment: string;
}

/** A `.env.example`. */
export interface Example {
  readonly path: string;
  readonly variables: readonly ExampleVariable[];
}

const setting = /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/;

/** Reads a `.env.example`: each variable with the comment above it. */
export function exampleVariables(text: string): readonly ExampleVariable[] {
  const variables: ExampleVariable[] = [];
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    const [, hash, name, raw = ''] = setting.exec(line) ?? [];
    if (name !== undefined) {
      const value = hash === undefined ? raw.replace(/^(['"])(.*)\1$/, '$2') : undefined;
      variables.push({ name, value, comment: comment.join('\n') });
      comment = [];
    } else if (line.startsWith('#')) comment.push(line);
    else comment = [];
  }
  return variables;
}

/** Whether production does not start without it. */
export const isNeededInProduction = ({ comment }: ExampleVariable): boolean =>
  /^# Required(?: in production)?\.$/m.test(comment);
