/**
 * The versions of Node that Plinth runs on: 20.19 and later of 20, 22.12 and later of 22, 24 and up.
 * This file has to parse and run on every Node there is, so that an old one can be refused in words.
 */

/** Lowest minor version by major version; majors from 24 on have no floor of their own. */
const floors: Readonly<Record<number, number | undefined>> = { 20: 19, 22: 12 };

/** Tells whether Plinth runs on this version of Node, such as `20.19.0`. */
export function runsOn(nodeVersion: string): boolean {
  const parts = nodeVersion.split('.');
  const major = Number(parts[0]);
  const floor = floors[major];
  return floor === undefined ? major >= 24 : Number(parts[1]) >= floor;
}

/** What to say on a version of Node that Plinth does not run on. */
export function nodeTooOld(nodeVersion: string): string {
  return (
    'plinth: PLINTH_NODE_TOO_OLD: it needs Node 20.19+, 22.12+ or 24+, and this is ' +
    nodeVersion +
    '.\nInstall a newer Node, or run it on one from npm: npx -p node@24 -p create-plinth plinth\n'
  );
}
