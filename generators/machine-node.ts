import type { Machine } from './machine.ts';

/** The oldest Node that runs TypeScript as it stands, which is what a service does in development. */
const serviceFloor = { major: 22, minor: 18 } as const;

/**
 * The Node that the user's next command will run on. A tool in `node_modules/.bin` may be running us on
 * a newer Node than the machine's own; npm and Yarn, which run on the machine's, tell its version.
 *
 * @returns a version such as `20.19.0`
 */
export function machineNode({ env, nodeVersion }: Pick<Machine, 'env' | 'nodeVersion'>): string {
  const agent = env['npm_config_user_agent'] ?? '';
  return /^(?:npm|yarn)\/.* node\/v(\S+)/.exec(agent)?.[1] ?? nodeVersion;
}

/** Tells whether a service has to bring its own Node to run on a machine with this one. */
export function needsOwnNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { major: floor, minor: floorMinor } = serviceFloor;
  return major < floor || (major === floor && minor < floorMinor);
}
