import picomatch from 'picomatch';
import type { Tree, TreeFile } from '../../render/tree.ts';
import type { NamedFiles } from './named-files.ts';

/** Source file → globs of what it reads at run time, beside what its text names. */
export type DeclaredReads = Readonly<Record<string, readonly string[]>>;

/** What files of one service depend on. Each answer is a set of paths that holds the start. */
export interface Closures {
  /** What a file needs to be compiled: what its text names, what that names, and so on. */
  compiled(start: Iterable<string>): ReadonlySet<string>;
  /**
   * What it needs to be run: what is declared to be read as well. `undefined` when a file among them
   * reaches others without saying which.
   */
  run(start: Iterable<string>): ReadonlySet<string> | undefined;
}

/**
 * Prepares to find closures in one service.
 *
 * @param facts - what a file names
 * @param declared - globs that begin with `!` take away
 */
export function closuresIn(
  { files }: Tree,
  facts: (file: TreeFile) => NamedFiles,
  declared: DeclaredReads,
): Closures {
  const named = onceEach((path) => {
    const file = files.get(path);
    return file ? facts(file).paths.filter((candidate) => files.has(candidate)) : [];
  });
  const read = onceEach((path) => {
    const globs = Object.hasOwn(declared, path) ? declared[path] : undefined;
    if (globs) return matching(files, globs);
    const file = files.get(path);
    return file && facts(file).reaches ? undefined : [];
  });
  return {
    compiled: (start) => {
      const closure = new Set(start);
      for (const path of closure) for (const next of named(path)) closure.add(next);
      return closure;
    },
    run: (start) => {
      const closure = new Set(start);
      for (const path of closure) {
        const besides = read(path);
        if (!besides) return undefined;
        for (const next of [...named(path), ...besides]) closure.add(next);
      }
      return closure;
    },
  };
}

function onceEach<T>(compute: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined || known.has(path)) return before as T;
    const found = compute(path);
    known.set(path, found);
    return found;
  };
}

function matching(files: Tree['files'], globs: readonly string[]): readonly string[] {
  if (globs.length === 0) return [];
  const wanted = picomatch(
    globs.filter((glob) => !glob.startsWith('!')),
    {
      dot: true,
      ignore: globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)),
    },
  );
  return [...files.keys()].filter((path) => wanted(path));
}
