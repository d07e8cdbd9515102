/** A pack as the engine holds it: validated, normalised, plain data. */
import type { Policy } from './policy-schema.ts';

/** Who may change a rendered file after it was written; see docs/packs.md. */
export type Ownership = 'managed' | 'merged' | 'block' | 'seeded';

/** Permission bits of a rendered file. Only the executable bit varies. */
export type FileMode = 0o644 | 0o755;

/** One equality that has to hold. */
export type Clause =
  | { readonly practice: string; readonly present: boolean }
  | { readonly module: string; readonly present: boolean }
  | { readonly practice: string; readonly option: string; readonly value: string };

/** Holds when every clause does; an empty one always holds. */
export type Condition = readonly Clause[];

export type Expression = string | { readonly helper: string; readonly args: readonly Expression[] };

/**
 * A parsed template: text, a value to print, a choice between two parts, a part for each item of a
 * list, or one that is written over several lines and stands on one when that is narrow enough.
 */
export type TemplateNode =
  | string
  | { readonly print: Expression; readonly indent?: string }
  | { readonly each: Expression; readonly body: readonly TemplateNode[] }
  | { readonly fit: readonly TemplateNode[] }
  | {
      readonly test: Expression;
      readonly then: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    };

export interface StaticContent {
  readonly kind: 'static';
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** From `baseMember`, when the pack was compiled and the file is merged. */
  readonly member?: Uint8Array | undefined;
}

export interface TemplateContent {
  readonly kind: 'template';
  readonly nodes: readonly TemplateNode[];
}

export interface PackFile {
  /** Where it goes in the service; `/` separates. */
  readonly path: string;
  /** Where it stands in the pack, for messages. */
  readonly source: string;
  readonly mode: FileMode;
  readonly ownership: Ownership;
  readonly required: boolean;
  readonly when: Condition;
  /** Rendered once for each module that has fields; `path` has {@link modulePlaceholder} in it. */
  readonly perModule?: true | undefined;
  readonly content: StaticContent | TemplateContent;
}

/** What stands for a module's name in the path of a file that is rendered for each. */
export const modulePlaceholder = '__module__';

export interface Choice {
  readonly summary: string;
  readonly requires: readonly string[];
}

export interface Option {
  readonly summary: string;
  readonly default: string;
  readonly choices: Readonly<Record<string, Choice>>;
}

export interface EnvVariable {
  readonly value?: string | undefined;
  readonly summary: string;
  readonly required: false | 'production' | 'always';
  readonly secret: boolean;
  /** What `ops/compose.yaml` sets in the container; absent: not given to it. */
  readonly compose?: string | undefined;
}

/** JSON as a manifest can hold it. */
export type Data =
  string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

export interface Contribution {
  readonly when: Condition;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly package: Readonly<Record<string, Data>>;
  readonly env: Readonly<Record<string, EnvVariable>>;
  readonly slots: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly compose: Readonly<Record<string, Data>>;
  readonly packages: readonly string[];
}

/** The shared files that the engine knows how to write. */
export const writerNames = [
  'package',
  'env',
  'compose',
  'entries',
  'fixtures',
  'modules',
  'boundaries',
] as const;
export type WriterName = (typeof writerNames)[number];

export interface SharedFile {
  readonly writer: WriterName;
  readonly path: string;
  readonly ownership: Ownership;
  readonly required: boolean;
}

/** How `plinth verify` starts the build of a service and sees that it works. */
export interface Boot {
  /** For the process, beside `HOST` and `PORT`. */
  readonly env: Readonly<Record<string, string>>;
  /** The path that answers 200 once the service is ready. */
  readonly ready: string;
  /** Paths that answer 200 then. */
  readonly probes: readonly string[];
}

export interface Practice {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly group: string;
  readonly implied: boolean;
  readonly requires: readonly string[];
  readonly conflicts: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  readonly entry?: string | undefined;
  readonly fixture?: string | undefined;
  readonly servers: readonly string[];
  /** Names that no module's table may have. */
  readonly tables: readonly string[];
  readonly writes: readonly SharedFile[];
  /** Source file → globs of what it reads at run time beside what it names in its text. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
  /** Of the base. */
  readonly boot?: Boot | undefined;
  readonly contributions: readonly Contribution[];
  readonly files: readonly PackFile[];
  /** Old path in the service → new path, of files that an earlier version of the practice had. */
  readonly renames?: Readonly<Record<string, string>> | undefined;
}

export interface Preset {
  readonly summary: string;
  readonly practices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A module that the base brings as an example. */
export interface SampleModule {
  /** Other samples that it uses. */
  readonly requires: readonly string[];
  /** Always present: what the base itself relies on. */
  readonly required: boolean;
}

export interface PinnedAction {
  readonly commit: string;
  readonly tag: string;
}

export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** The practice that is always present. */
  readonly base: string;
  readonly presets: Readonly<Record<string, Preset>>;
  readonly modules: Readonly<Record<string, SampleModule>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, PinnedAction>>;
  /** Dependencies that nothing in a service names → why it has them. */
  readonly unnamed: Readonly<Record<string, string>>;
  /** Every practice, in order of id. */
  readonly practices: ReadonlyMap<string, Practice>;
  /** The standard that every repository of this pack is held against. */
  readonly policy?: Policy | undefined;
  /** Old path in the service → new path: the pack's own and those of every practice. */
  readonly renames?: Readonly<Record<string, string>> | undefined;
  /** sha256 (hex) over every source of the pack. */
  readonly digest: string;
}
