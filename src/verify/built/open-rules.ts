/** Which rules still have to look at which files. Rules know nothing of each other. */

/** What is decided about one file. */
export interface OpenFile {
  readonly path: string;
  /** Names of the rules that have not seen it as it is now; `all` of its rules when none has. */
  readonly rules: readonly string[] | 'all';
}

/** A file as it is now: where, with what settings, and what it can see. */
export interface SeenFile {
  readonly path: string;
  /** Of everything but the rules. */
  readonly digest: string;
  /** Rule → its settings, as text; only rules that are on. */
  readonly rules: Readonly<Record<string, string>>;
  /** It switches rules off by comments, which only all rules together can judge. */
  readonly whole: boolean;
}

/** What was found to be in order. */
export interface CleanRules {
  open(file: SeenFile): OpenFile | undefined;
  note(file: SeenFile): void;
}

/** Knows nothing yet. */
export function cleanRules(): CleanRules {
  const clean = new Map<string, Set<string>>();
  const entries = ({ rules }: SeenFile): readonly (readonly [string, string])[] =>
    Object.entries(rules).map(([name, settings]) => [name, `${name} ${settings}`]);
  return {
    open: (file) => {
      const seen = clean.get(file.digest);
      const all = entries(file);
      const open = all.filter(([, entry]) => seen?.has(entry) !== true).map(([name]) => name);
      if (seen && open.length === 0) return undefined;
      const whole = file.whole || open.length === all.length;
      return { path: file.path, rules: whole ? 'all' : open };
    },
    note: (file) => {
      const seen = clean.get(file.digest) ?? new Set();
      for (const [, entry] of entries(file)) seen.add(entry);
      clean.set(file.digest, seen);
    },
  };
}

/** Files that the same rules have to look at. */
export function byRules(
  files: readonly OpenFile[],
): ReadonlyMap<OpenFile['rules'], readonly string[]> {
  const groups = new Map<string, { readonly rules: OpenFile['rules']; readonly paths: string[] }>();
  for (const { path, rules } of files) {
    const key = rules === 'all' ? rules : rules.join(' ');
    const group = groups.get(key) ?? { rules, paths: [] };
    group.paths.push(path);
    groups.set(key, group);
  }
  return new Map([...groups.values()].map(({ rules, paths }) => [rules, paths]));
}
