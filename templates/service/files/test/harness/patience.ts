/**
 * What a machine may add to a time limit that a test checks, in milliseconds: a shared one stalls now
 * and then. Whatever lacks its limit takes longer than the limit and this.
 */
export const slackMs = 2_500;

/** For what comes sooner or later: waits far longer than it takes, and looks often. */
export const eventually = { timeout: 20_000, interval: 20 };
