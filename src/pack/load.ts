import { PlinthError } from './error.ts';
import { digestOf, readSources, type SourceFile } from './files.ts';
import { loadPractice } from './load-practice.ts';
import { byCodeUnit } from './order.ts';
import { packSchema, versionsSchema } from './pack-schema.ts';
import type { Pack, Practice } from './pack.ts';
import { checkPolicyNames, parsePolicy } from './parse-policy.ts';
import { parseYaml } from './parse-yaml.ts';
import { checkReferences } from './references.ts';
import { assertSafePath } from './safe-path.ts';

const policyFile = 'policy.yaml';

/**
 * Loads a pack from its sources.
 *
 * @param dir - the pack's folder
 * @returns the pack, validated and normalised
 * @throws PlinthError one of `PLINTH_PACK_*`, `PLINTH_TEMPLATE_INVALID`, `PLINTH_PATH_UNSAFE`,
 * `PLINTH_POLICY_INVALID`
 */
export function loadPack(dir: string): Pack {
  return packFrom(readSources(dir));
}

/** {@link loadPack} for files that were read already. */
export function packFrom(sources: readonly SourceFile[]): Pack {
  refuseOtherNames(sources);
  const manifest = parseYaml(textOf(sources, 'pack.yaml'), 'pack.yaml', packSchema);
  const versions = parseYaml(textOf(sources, 'versions.yaml'), 'versions.yaml', versionsSchema);
  const practices = new Map<string, Practice>();
  for (const [folder, files] of foldersOf(sources)) {
    practices.set(folder, loadPractice(folder, files));
  }
  const policy = sources.some(({ path }) => path === policyFile)
    ? parsePolicy(textOf(sources, policyFile), policyFile)
    : undefined;
  const renames = renamesOf(manifest.renames, practices);
  const pack = { ...manifest, ...versions, practices, policy, renames, digest: digestOf(sources) };
  checkReferences(pack);
  if (policy) checkPolicyNames(policy, pack, policyFile);
  return pack;
}

/** A manifest called `.yml` would not be read, and what it says be missing without a word. */
function refuseOtherNames(sources: readonly SourceFile[]): void {
  const manifest = /^(?:(?:pack|versions|policy)|[^/]+\/practice)\.yml$/;
  const other = sources.find(({ path }) => manifest.test(path));
  if (!other) return;
  throw new PlinthError('PLINTH_PACK_INVALID', 'a manifest of a pack ends in .yaml', {
    path: other.path,
    hint: `Call it ${other.path.replace(/yml$/, 'yaml')}.`,
  });
}

/** The renames of a pack and of its practices; a path that is not safe is refused here. */
function renamesOf(
  own: Pack['renames'],
  practices: ReadonlyMap<string, Practice>,
): Pack['renames'] {
  const all = [own, ...[...practices.values()].map(({ renames }) => renames)];
  const entries = all.flatMap((map) => Object.entries(map ?? {}));
  const renames = new Map<string, string>();
  for (const [from, to] of entries) {
    const other = renames.get(from) ?? to;
    if (other !== to) throw twoTargets(from, [other, to]);
    renames.set(from, to);
  }
  for (const path of entries.flat()) assertSafePath(path, 'renames');
  return entries.length === 0 ? undefined : Object.fromEntries(renames);
}

function twoTargets(from: string, targets: readonly string[]): PlinthError {
  const problem = `renames: ${from} is renamed to ${targets.join(' and to ')}`;
  return new PlinthError('PLINTH_PACK_INVALID', problem, {
    path: 'pack.yaml',
    hint: 'A file goes to one place: leave one entry, there or in a practice.yaml.',
  });
}

/** The folders that hold a practice, in order of name. */
function foldersOf(
  sources: readonly SourceFile[],
): readonly (readonly [string, readonly SourceFile[]])[] {
  const folders = new Map<string, SourceFile[]>();
  for (const source of sources) {
    const folder = source.path.slice(0, Math.max(0, source.path.indexOf('/')));
    const files = folders.get(folder);
    if (files) files.push(source);
    else folders.set(folder, [source]);
  }
  return [...folders]
    .filter(([folder, files]) => files.some(({ path }) => path === `${folder}/practice.yaml`))
    .sort(([a], [b]) => byCodeUnit(a, b));
}

function textOf(sources: readonly SourceFile[], path: string): string {
  const source = sources.find((candidate) => candidate.path === path);
  if (source) return source.bytes.toString('utf8');
  throw new PlinthError('PLINTH_PACK_UNREADABLE', `the pack has no ${path}`, {
    path,
    hint: 'docs/packs.md shows what a pack holds.',
  });
}
