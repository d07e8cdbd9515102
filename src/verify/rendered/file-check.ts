import type { Check, Problem } from './check.ts';
import { oncePerFile, type TextFile } from './text-file.ts';

/**
 * A check that looks at one text file at a time, and so looks at each distinct one once.
 *
 * @param find - what is wrong with the file, each as a sentence
 */
export function fileCheck(name: string, find: (file: TextFile) => readonly string[]): Check {
  const problemsOf = oncePerFile((file) =>
    find(file).map((message): Problem => ({ path: file.path, message })),
  );
  return {
    name,
    find: ({ tree }) => [...tree.files.values()].flatMap((file) => problemsOf(file) ?? []),
  };
}
