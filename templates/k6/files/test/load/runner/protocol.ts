/** What the virtual user's thread and the runner's thread say to each other. */

/** One HTTP request of a script. Header names are as the script wrote them. */
export interface Outgoing {
  /** What it counts under: the script's tag `name`, or else the URL, as in k6. */
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Its answer. `status` is 0 when there was none, as in k6; `error` then says why. */
export interface Incoming {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly durationMs: number;
  readonly error: string;
}

/** One request, its answer, and the fields of the answer that the script read (`items.#.id`). */
export interface Call extends Outgoing {
  readonly status: number;
  readonly durationMs: number;
  readonly fields: readonly string[];
}

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
}

/** What one virtual user did. */
export interface UserReport {
  readonly calls: readonly Call[];
  readonly checks: readonly CheckResult[];
  readonly iterations: number;
}

/** A metric's name → the conditions that it must meet: `{ http_req_failed: ['rate<0.01'] }`. */
export type Thresholds = Readonly<Record<string, readonly string[]>>;

/** What a virtual user's thread is started with. */
export interface UserSettings {
  readonly script: string;
  readonly user: number;
  readonly iterations: number;
  readonly env: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** Set to 1 by the runner once it has posted the answer. */
  readonly signal: Int32Array<SharedArrayBuffer>;
}

/** `setup` and `teardown` run once in a thread of their own, `user` runs the default function. */
export type Stage = 'setup' | 'user' | 'teardown';
