/** What was asked for: the input of everything. plinth.json holds the same. */

import { packageManagers } from '../pack/template-words.ts';

/** Templates ask about them, so that a pack is checked against their names. */
export { packageManagers };
export type PackageManagerName = (typeof packageManagers)[number];

/** npm's limit for the name of a new package, in characters. */
export const longestName = 214;

export interface PackageManager {
  readonly name: PackageManagerName;
  /** Exact version, when known; pnpm, yarn and bun services pin it. */
  readonly version?: string | undefined;
}

/** Practice → the options that were given for it; the others take their defaults. */
export type RequestedPractices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A domain slice of the service: a sample that the pack brings, or one with fields of its own. */
export interface ModuleAnswer {
  /** One of the pack's samples, such as `orders`. */
  readonly sample?: true | undefined;
  /** Field → `type[:modifier]…`; see `parseField`. In the order in which the API shows them. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** What one of them is called, where the plural does not tell. */
  readonly singular?: string | undefined;
  /** `public`: reading needs no credentials; otherwise it needs some. */
  readonly reads?: 'public' | undefined;
}

/** Module → what it is. */
export type ModuleAnswers = Readonly<Record<string, ModuleAnswer>>;

export interface Answers {
  /** The name of the service, as npm accepts it. */
  readonly name: string;
  readonly practices: RequestedPractices;
  readonly modules: ModuleAnswers;
  readonly packageManager: PackageManager;
  /** `bundled`: the service brings its own Node by the npm package `node`. */
  readonly node: 'system' | 'bundled';
  /**
   * Where the service gets Plinth from, when it is not the registry by the engine's version: a checkout
   * has no published version to depend on.
   */
  readonly engineSource?: string | undefined;
}
