/** What was asked for: the input of everything. plinth.json holds the same. */

export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type PackageManagerName = (typeof packageManagers)[number];

export interface PackageManager {
  readonly name: PackageManagerName;
  /** Exact version, when known; pnpm, yarn and bun services pin it. */
  readonly version?: string | undefined;
}

/** Practice → the options that were given for it; the others take their defaults. */
export type RequestedPractices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A domain slice of the service. */
export interface ModuleAnswer {
  /** True for the slices that the base brings as an example: users, products, orders. */
  readonly sample?: true | undefined;
}

export interface Answers {
  /** The name of the service, as npm accepts it. */
  readonly name: string;
  readonly practices: RequestedPractices;
  readonly modules: Readonly<Record<string, ModuleAnswer>>;
  readonly packageManager: PackageManager;
  /** `bundled`: the service brings its own Node by the npm package `node`. */
  readonly node: 'system' | 'bundled';
  /**
   * Where the service gets Plinth from, when it is not the registry by the engine's version: a checkout
   * has no published version to depend on.
   */
  readonly engineSource?: string | undefined;
}

/** The modules of a new service. */
export const sampleModules: Readonly<Record<string, ModuleAnswer>> = {
  orders: { sample: true },
  products: { sample: true },
  users: { sample: true },
};
