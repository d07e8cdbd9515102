const nobody = 65534;

/**
 * Gives up root's rights for good. To be called by a process that has loaded all that it runs: the sources
 * may stand where nobody else may read.
 */
export function becomeNobody(): void {
  process.setgroups?.([]);
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
