import type { FastifyBaseLogger } from 'fastify';
import { collecting, ConfigError, type Env } from './config.ts';
import { phases, type Consumer, type Installed, type Ports, type Practice } from './contract.ts';

/** Practices in the order of installation, with what each brought. */
export type InstalledPractices = ReadonlyMap<Practice, Installed<unknown>>;

export interface InstallContext {
  /** Changed in place: each phase's providers replace the ones before. */
  readonly ports: Ports;
  readonly env: Env;
  readonly log: FastifyBaseLogger;
  readonly consumers: () => readonly Consumer[];
}

/**
 * Installs practices phase by phase, within a phase after the ones that they need.
 * @throws ConfigError that joins the problems of all practices; Error when two provide one port in
 *   one phase, or one needs what is not there. What was installed until then is closed; a practice
 *   that needs one with problems is not tried.
 */
export async function installPractices(
  practices: readonly Practice[],
  { ports, env, log, consumers }: InstallContext,
): Promise<InstalledPractices> {
  const installed = new Map<Practice, Installed<unknown>>();
  const problems = new Set<string>();
  const broken = new Set<Practice>();
  const use = <H>(practice: Practice<H>): H => {
    const found = installed.get(practice);
    if (found === undefined) throw new Error(`Practice ${practice.name} is not installed.`);
    return found.handle as H;
  };
  try {
    for (const phase of phases) {
      const providers = new Map<string, string>();
      for (const practice of inOrder(practices.filter((one) => one.phase === phase))) {
        const install = () => {
          const log_ = log.child({ practice: practice.name });
          return practice.install({ ports, env, log: log_, consumers, use });
        };
        const tried = !practice.needs.some((needed) => broken.has(needed));
        const result = tried ? await collecting(problems, install) : undefined;
        if (result === undefined) {
          broken.add(practice);
          continue;
        }
        installed.set(practice, result);
        for (const port of Object.keys(result.ports ?? {})) claim(providers, port, practice);
        Object.assign(ports, result.ports);
      }
    }
    if (problems.size > 0) throw new ConfigError([...problems]);
    return installed;
  } catch (error) {
    await closePractices(installed, log);
    throw error;
  }
}

function claim(providers: Map<string, string>, port: string, practice: Practice): void {
  const other = providers.get(port);
  if (other !== undefined) {
    throw new Error(
      `Practices ${other} and ${practice.name} both provide ${port} in phase ${practice.phase}.`,
    );
  }
  providers.set(port, practice.name);
}

function inOrder(practices: readonly Practice[]): readonly Practice[] {
  const ordered = new Set<Practice>();
  const visit = (practice: Practice): void => {
    for (const needed of practice.needs as readonly Practice[]) {
      if (practices.includes(needed)) visit(needed);
    }
    ordered.add(practice);
  };
  for (const practice of practices.toSorted((a, b) => (a.name < b.name ? -1 : 1))) visit(practice);
  return [...ordered];
}

/** Closes in reverse order. A practice that fails to close does not keep the others open. */
export async function closePractices(
  installed: InstalledPractices,
  log: FastifyBaseLogger,
): Promise<void> {
  for (const [practice, { close }] of [...installed].reverse()) {
    try {
      await close?.();
    } catch (error) {
      log.error({ err: error, practice: practice.name }, 'practice failed to close');
    }
  }
}
