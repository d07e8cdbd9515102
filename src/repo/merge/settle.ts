import type { Clash, SettleClash } from './lines.ts';

/**
 * Lines of which each stands for itself, by the kind of file: where both sides only added such lines,
 * both are taken, the user's first.
 */
const independentLines: readonly (readonly [path: RegExp, line: RegExp])[] = [
  [/(?:^|\/)\.[\w-]*ignore$/, /^/],
  [/\.md$/, /^\s*(?:[-*] |\d+\. |$)/],
  [
    /\.[cm]?[jt]sx?$/,
    /^(?:import (?:type )?[^;]*;|export (?:type )?(?:\{[^}]*\}|\*) from [^;]*;)\n?$/,
  ],
];

/** Settles the clashes of a file of this name: additions of lines that do not depend on each other. */
export function settleFor(path: string): SettleClash {
  const independent = independentLines.find(([pattern]) => pattern.test(path))?.[1];
  return independent ? (clash) => bothAdditions(clash, independent) : () => undefined;
}

function bothAdditions({ base, next, ours }: Clash, line: RegExp): readonly string[] | undefined {
  if (base.length > 0 || ![...next, ...ours].every((text) => line.test(text))) return undefined;
  // A last line without its end cannot have another behind it.
  if (!ours.every((text) => text.endsWith('\n'))) return undefined;
  return [...ours, ...next.filter((text) => text === '\n' || !ours.includes(text))];
}
