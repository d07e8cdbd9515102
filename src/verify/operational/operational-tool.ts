/** What a tool says against one file; nothing when it takes it. */
export type Complaints = (path: string, text: string) => Promise<readonly string[]>;

/** A real tool for files that no program reads: what they are for stands elsewhere, in a pipeline or a cluster. */
export interface OperationalTool {
  readonly name: string;
  /** Whether a rendered file is one of its. */
  readonly concerns: (path: string) => boolean;
  /** Prepares it; `undefined` when this machine does not have it. */
  readonly load: () => Promise<Complaints | undefined>;
}
