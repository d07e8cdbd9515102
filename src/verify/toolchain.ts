import { createHash } from 'node:crypto';
import type { Installed } from './workspace/install.ts';

/**
 * What beside the program a result depends on, for people and to compare: Node, the system, and the
 * packages as npm resolved them.
 */
export function toolchainOf({ lock }: Installed): string {
  const { version, platform, arch } = process;
  const packages = lock === '' ? [] : [`packages ${lock.slice(0, 16)}`];
  return [`node ${version.slice(1)}`, `${platform} ${arch}`, ...packages].join(', ');
}

/** The fingerprint of a result, sha256 (hex): of the program, and of what it ran on. */
export function resultFingerprint(program: string, toolchain: string): string {
  return createHash('sha256').update(`${program} ${toolchain}`).digest('hex');
}
