import type { FlagSpecs } from './flags.ts';

/** Flags of every command. */
export const globalFlags: FlagSpecs = {
  json: { summary: 'one JSON object on stdout; progress stays on stderr' },
  help: { summary: 'this text', short: 'h' },
  version: { summary: 'the version of Plinth', short: 'v' },
};
