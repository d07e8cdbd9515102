import type { EnvVariable } from '../pack/pack.ts';
import { given } from './contributions.ts';
import { keyCollision } from './merge-data.ts';
import type { WriterInput } from './writer.ts';

/** The environment variables of a service: the base's first, then in order of practice. */
export function variablesOf(input: WriterInput): ReadonlyMap<string, EnvVariable> {
  const variables = new Map<string, EnvVariable>();
  const givers = new Map<string, string>();
  for (const { practice, value } of given(input.parts, 'env', input.reads)) {
    input.owners.add(practice);
    for (const [name, variable] of Object.entries(value)) {
      const before = variables.get(name);
      if (before && JSON.stringify(before) !== JSON.stringify(variable)) {
        const giver = givers.get(name) ?? practice;
        throw keyCollision(input.path, name, [giver, before], [practice, variable]);
      }
      variables.set(name, variable);
      if (!before) givers.set(name, practice);
    }
  }
  return variables;
}

/** Writes .env.example: each variable under its explanation. */
export function writeEnvExample(input: WriterInput): string {
  return [...variablesOf(input)].map(([name, variable]) => entry(name, variable)).join('\n');
}

const needs: Readonly<Record<string, readonly string[]>> = {
  always: ['Required.'],
  production: ['Required in production.'],
};

function entry(name: string, { value, summary, required }: EnvVariable): string {
  const comment = [...summary.trim().split('\n'), ...(needs[String(required)] ?? [])].map((line) =>
    `# ${line}`.trimEnd(),
  );
  const setting = value === undefined ? `# ${name}=` : `${name}=${quoted(value)}`;
  return `${[...comment, setting].join('\n')}\n`;
}

/** `node --env-file` and compose both end an unquoted value at a `#`. */
function quoted(value: string): string {
  return /^[^\s#'"`\\$]*$/.test(value) ? value : `'${value}'`;
}
