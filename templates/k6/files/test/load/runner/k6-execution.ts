/** The part of the module `k6/execution` that the scripts use, for the runner. It is not k6. */

export const test = {
  /** Ends the whole run with an error. */
  abort(message: string): never {
    throw new Error(message);
  },
};
