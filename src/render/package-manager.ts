import type { PackageManager, PackageManagerName } from '../selection/answers.ts';

/** How one package manager is told what to do. */
interface Commands {
  readonly run: string;
  readonly exec: string;
  readonly install: string;
  /** Installs exactly what the lock file says, or fails. */
  readonly frozenInstall: string;
  readonly lockFile: string;
}

const commands: Readonly<Record<PackageManagerName, Commands>> = {
  npm: {
    run: 'npm run',
    exec: 'npx',
    install: 'npm install',
    frozenInstall: 'npm ci',
    lockFile: 'package-lock.json',
  },
  pnpm: {
    run: 'pnpm run',
    exec: 'pnpm exec',
    install: 'pnpm install',
    frozenInstall: 'pnpm install --frozen-lockfile',
    lockFile: 'pnpm-lock.yaml',
  },
  yarn: {
    run: 'yarn run',
    exec: 'yarn exec',
    install: 'yarn install',
    frozenInstall: 'yarn install --immutable',
    lockFile: 'yarn.lock',
  },
  bun: {
    run: 'bun run',
    exec: 'bunx',
    install: 'bun install',
    frozenInstall: 'bun install --frozen-lockfile',
    lockFile: 'bun.lock',
  },
};

/** The command that runs a script of package.json. */
export function runCommand({ name }: PackageManager, script: string): string {
  return script === 'test'
    ? `${name === 'bun' ? 'bun run' : name} test`
    : `${commands[name].run} ${script}`;
}

/** The command that runs a tool from node_modules. */
export function execCommand({ name }: PackageManager, command: string): string {
  return `${commands[name].exec} ${command}`;
}

/** The other fixed words of a package manager. */
export function commandsOf({ name }: PackageManager): Omit<Commands, 'run' | 'exec'> {
  return commands[name];
}

/**
 * A shell command that makes the package manager available where there is Node; empty for npm.
 */
export function prepareCommand({ name, version }: PackageManager): string {
  if (name === 'npm') return '';
  if (name === 'bun') return `npm install --global bun@${version ?? 'latest'}`;
  // Where package.json pins none, Corepack's own choice is Yarn 1.
  return name === 'yarn' && version === undefined
    ? 'corepack enable && corepack install --global yarn@4'
    : 'corepack enable';
}

/**
 * Steps of a GitHub workflow that come before `actions/setup-node`; empty for npm.
 *
 * @param action - gives an action by its pinned commit
 */
export function setupSteps(manager: PackageManager, action: (name: string) => string): string {
  if (manager.name === 'npm') return '';
  if (manager.name !== 'pnpm') return `- run: ${prepareCommand(manager)}`;
  const setup = `- uses: ${action('pnpm/action-setup')}`;
  // With a version at hand package.json pins it, and the action refuses to be told twice.
  return manager.version === undefined ? `${setup}\n  with:\n    version: latest` : setup;
}
