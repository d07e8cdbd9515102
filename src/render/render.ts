import { holds } from '../pack/condition.ts';
import { sha256 } from '../pack/files.ts';
import {
  modulePlaceholder,
  type Condition,
  type Pack,
  type PackFile,
  type SharedFile,
  type WriterName,
} from '../pack/pack.ts';
import type { Selection } from '../selection/resolve.ts';
import { withAttributes } from './attributes.ts';
import { writeCompose } from './compose.ts';
import { partsOf, type Part } from './contributions.ts';
import { writeEnvExample } from './env.ts';
import { fill } from './fill.ts';
import { writeBoundaries, writeEntries, writeFixtures, writeModules } from './generated-lists.ts';
import { helpersFor } from './helpers.ts';
import { writePackageJson } from './package-json.ts';
import { moduleFilling } from './module-helpers.ts';
import { packageManagerFiles } from './package-manager-files.ts';
import { newReadLog, noteCondition, type Reads } from './reads.ts';
import { treeOf, type Tree, type TreeFile } from './tree.ts';
import type { Writer } from './writer.ts';

const writers: Readonly<Record<WriterName, Writer>> = {
  package: writePackageJson,
  env: writeEnvExample,
  compose: writeCompose,
  entries: writeEntries,
  fixtures: writeFixtures,
  modules: writeModules,
  boundaries: writeBoundaries,
};

interface Rendering {
  readonly pack: Pack;
  readonly selection: Selection;
  readonly engine: string;
  readonly parts: readonly Part[];
  /** Practice → what its unconditional static files read: its presence, nothing else. */
  readonly presence: Map<string, Reads>;
}

/**
 * Renders a service. Pure: it reads nothing but its arguments, and the same arguments give the same
 * bytes on any machine, at any time.
 *
 * @param pack - where the templates come from
 * @param selection - from `resolve`
 * @param engine - the engine's version, which a service depends on exactly
 * @throws PlinthError `PLINTH_PATH_*`, `PLINTH_KEY_COLLISION`, `PLINTH_TEMPLATE_INVALID`,
 * `PLINTH_PACK_REFERENCE`
 */
export function render(pack: Pack, selection: Selection, engine: string): Tree {
  const parts = partsOf(pack, selection);
  const rendering: Rendering = { pack, selection, engine, parts, presence: new Map() };
  const present = [...selection.practices.keys()].flatMap((id) => pack.practices.get(id) ?? []);
  const files = present.flatMap((practice) => [
    ...practice.files
      .filter((file) => holds(file.when, selection))
      .flatMap((file) =>
        file.perModule
          ? renderForModules(rendering, practice.id, file)
          : [renderFile(rendering, practice.id, file)],
      ),
    ...practice.writes.map((shared) => writeShared(rendering, practice.id, shared)),
  ]);
  const whole = [...files, ...packageManagerFiles(rendering)];
  return treeOf(withAttributes(whole, pack.base));
}

function renderFile(rendering: Rendering, practice: string, file: PackFile): TreeFile {
  const { path, mode, ownership, required, content, source } = file;
  if (content.kind === 'static') {
    const { bytes, sha256: hash, member } = content;
    const reads = staticReads(rendering, practice, file.when);
    const owners = [practice];
    const copied = { practice, member };
    return { path, mode, ownership, required, reads, owners, bytes, sha256: hash, copied };
  }
  const reads = newReadLog();
  noteCondition(reads, practice, file.when);
  const owners = new Set([practice]);
  const call = helpersFor({ ...rendering, practice, source, reads, owners });
  const bytes = Buffer.from(fill(content.nodes, { call, items: () => [] }));
  return {
    path,
    mode,
    ownership,
    required,
    reads,
    owners: [...owners].sort(),
    bytes,
    sha256: sha256(bytes),
  };
}

/** A file for each module that has fields; a template that comes to nothing is none. */
function renderForModules(
  rendering: Rendering,
  practice: string,
  file: PackFile,
): readonly TreeFile[] {
  const { content, mode, ownership, required, source } = file;
  if (content.kind === 'static') return [];
  return [...rendering.selection.shapes.values()].flatMap((shape): readonly TreeFile[] => {
    const reads = newReadLog();
    noteCondition(reads, practice, file.when);
    reads.answers.add('modules');
    const owners = new Set([practice]);
    const call = helpersFor({ ...rendering, practice, source, reads, owners });
    const text = fill(content.nodes, moduleFilling(shape, source, call));
    if (text === '') return [];
    const bytes = Buffer.from(text);
    const path = file.path.replaceAll(modulePlaceholder, shape.many);
    const rest = { mode, ownership, required, reads, owners: [...owners].sort() };
    return [{ path, bytes, sha256: sha256(bytes), ...rest }];
  });
}

/** Hundreds of files read the same: one log for all of them. */
function staticReads({ presence }: Rendering, practice: string, when: Condition): Reads {
  const shared = when.length === 0 ? presence.get(practice) : undefined;
  if (shared) return shared;
  const reads = newReadLog();
  noteCondition(reads, practice, when);
  if (when.length === 0) presence.set(practice, reads);
  return reads;
}

function writeShared(rendering: Rendering, practice: string, shared: SharedFile): TreeFile {
  const { path, ownership, required, writer } = shared;
  const reads = newReadLog();
  const owners = new Set([practice]);
  const bytes = Buffer.from(writers[writer]({ ...rendering, path, reads, owners }));
  return {
    path,
    mode: 0o644,
    ownership,
    required,
    reads,
    owners: [...owners].sort(),
    bytes,
    sha256: sha256(bytes),
  };
}
