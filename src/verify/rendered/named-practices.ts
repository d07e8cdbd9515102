import type { Condition, PackFile, Practice } from '../../pack/pack.ts';

interface Call {
  readonly helper: string;
  readonly args: readonly unknown[];
}

/** The practices that the rendering of a file of a pack may ask for, its own included. */
export function namedPractices({ id }: Practice, file: PackFile): ReadonlySet<string> {
  const calls = file.content.kind === 'template' ? callsIn(file.content.nodes) : [];
  return new Set([
    id,
    ...practicesIn(file.when),
    ...calls.flatMap(({ helper, args: [name] }) => {
      if (typeof name !== 'string') return [];
      if (helper === 'has') return [name];
      const isOption = helper === 'is' || helper === 'option';
      return isOption && name.includes('.') ? [name.slice(0, name.indexOf('.'))] : [];
    }),
  ]);
}

const practicesIn = (condition: Condition): readonly string[] =>
  condition.flatMap((clause) => ('practice' in clause ? [clause.practice] : []));

/** Every call in a template, however deep it stands. */
function callsIn(value: unknown): readonly Call[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'helper' in value && 'args' in value ? [value as Call] : [];
  return [...own, ...Object.values(value).flatMap(callsIn)];
}
