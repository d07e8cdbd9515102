/** The life of a service that is worked on, as what its team asks Plinth for. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit } from './change.ts';
import { pipelineEdits } from './worked-on.ts';

/** One command, and what people do around it. */
export interface Step {
  readonly title: string;
  /** Words of the command. */
  readonly command: readonly string[];
  /** Which version of the pack it is run with, from 0. */
  readonly pack: number;
  /** What is changed in plinth.json before: practice → option → choice. */
  readonly chosen?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Files that the team has edited and the templates no longer have: a conflict, and the team keeps its file. */
  readonly conflicts?: readonly string[];
  /** What the team does once the command is done. */
  readonly then?: readonly Edit[];
}

const oldest = 0;
const newest = 3;

const added = (practice: string, then: readonly Edit[] = []): Step => ({
  title: `add ${practice}`,
  command: ['add', practice],
  pack: oldest,
  then,
});

const chose = (practice: string, option: string, choice: string): Step => ({
  title: `${practice}.${option} = ${choice}`,
  command: ['apply'],
  pack: oldest,
  chosen: { [practice]: { [option]: choice } },
});

const updated = (title: string, pack: number): Step => ({
  title: `update: ${title}`,
  command: ['update'],
  pack,
});

const removed = (practice: string, conflicts: readonly string[] = []): Step => ({
  title: `remove ${practice}`,
  command: ['remove', practice],
  pack: newest,
  conflicts,
});

export const steps: readonly Step[] = [
  {
    title: 'a module by plinth',
    command: ['module', 'suppliers', 'name:string:unique', 'teas:int'],
    pack: oldest,
  },
  ...['breaker', 'cache', 'auth', 'queue'].map((practice) => added(practice)),
  added('ci', pipelineEdits),
  added('k6'),
  chose('cache', 'tiers', 'memory-redis'),
  chose('queue', 'backend', 'redis'),
  chose('auth', 'method', 'oidc'),
  updated('a core file has another name', 1),
  updated('a test is gone, a dependency newer, a variable more', 2),
  updated('core, image and pipeline have changed', newest),
  ...['k6', 'auth', 'breaker', 'cache'].map((practice) => removed(practice)),
  // The page has a section of its own on what a service without a queue loses, where the team's begins.
  removed('queue', ['docs/runbooks.md']),
  // The pipeline has jobs of the team's in it: Plinth's part goes only if the team says so.
  removed('ci', ['.github/workflows/ci.yml']),
  removed('migrations'),
];

/** Changes plinth.json as people do. */
export function choose(root: string, chosen: NonNullable<Step['chosen']>): void {
  const path = join(root, 'plinth.json');
  const config = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly practices: Readonly<Record<string, object>>;
  };
  writeFileSync(
    path,
    `${JSON.stringify({ ...config, practices: { ...config.practices, ...chosen } }, null, 2)}\n`,
  );
}
