/** What a service takes from where it is created: the process that does it, without its terminal. */
export interface Machine {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of this process. */
  readonly nodeVersion: string;
}
