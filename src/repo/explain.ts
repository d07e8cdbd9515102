import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { partsOf } from '../render/contributions.ts';
import type { Tree, TreeFile } from '../render/tree.ts';
import type { Selection } from '../selection/resolve.ts';
import { engineOrigin, managerOrigin } from './explain-engine.ts';
import { originsInShared } from './explain-in-shared.ts';
import { keysOf, namedKey, variablesIn, type PlacedKey } from './explain-key.ts';
import { renderedLine } from './explain-line.ts';
import type { SharedInput } from './explain-shared.ts';
import { fileAt, fileOrigins, lineOrigins } from './explain-template.ts';
import type { Explanation, Origin, Target } from './explanation.ts';
import { normalText } from './line-ends.ts';
import type { Repository } from './open-repository.ts';
import { isSame, type BaseFile, type Found } from './three-way.ts';
import { readWorktree } from './worktree.ts';

/** What a repository is rendered from today. */
export interface Rendered {
  readonly pack: Pack;
  readonly selection: Selection;
  readonly tree: Tree;
}

/**
 * Says which practice, template and option put a file, a key of it or a line of it into a repository.
 *
 * @param repository - one file of which is read
 * @param rendered - what its plinth.json asks for
 * @param target - a file that was never rendered is the user's, and that is the answer
 * @throws PlinthError `PLINTH_NOT_RENDERED` for a folder
 */
export function explain(repository: Repository, rendered: Rendered, target: Target): Explanation {
  const { path } = target;
  if (/^(?:plinth\.(?:json|lock)$|\.plinth(?:\/|$))/.test(path)) {
    const origin = engineOrigin('a record', 'Plinth remembers what it rendered');
    return { ...target, kind: 'record', origins: [origin] };
  }
  const [from, base] = remembered(repository, path);
  const next = rendered.tree.files.get(from);
  const { fs, root } = repository;
  const found = readWorktree(fs, root, [path]).get(path) ?? { kind: 'absent' };
  if (!next && !base) {
    if (found.kind === 'folder') throw isFolder(path);
    return { ...target, kind: found.kind === 'absent' ? 'absent' : 'yours', origins: [] };
  }
  const { ownership, required } = next ?? base ?? {};
  const about = { ...target, ownership, required, state: stateOf(base ?? next, found) };
  if (!next) return { ...about, kind: 'orphan', origins: pastOrigins(base) };
  const origins = originsOf(rendered, next, target, found);
  if (origins.length > 0) return { ...about, kind: 'rendered', origins };
  return { ...about, kind: stands(target, found) ? 'yours' : 'absent', origins };
}

function isFolder(path: string): PlinthError {
  return new PlinthError('PLINTH_NOT_RENDERED', 'this is a folder', {
    path,
    hint: 'Name a file in it.',
  });
}

/** The path that Plinth renders for a path of the worktree, which the user may have moved. */
function remembered({ base }: Repository, path: string): readonly [string, BaseFile | undefined] {
  const own = base.get(path);
  if (own) return [path, own];
  const moved = [...base].find(([, file]) => file.at === path);
  return moved ?? [path, undefined];
}

function stateOf(file: BaseFile | undefined, found: Found): Explanation['state'] {
  if (!file || found.kind === 'absent') return 'deleted';
  return found.kind === 'file' && isSame(file, found) ? 'as-rendered' : 'edited';
}

function pastOrigins(base: BaseFile | undefined): readonly Origin[] {
  return (base?.owners ?? []).map((practice) => ({
    practice,
    source: undefined,
    what: ['a file'],
    because: ['it was rendered once'],
  }));
}

function originsOf(
  { pack, selection }: Rendered,
  next: TreeFile,
  target: Target,
  found: Found,
): readonly Origin[] {
  const input: SharedInput = { pack, selection, parts: partsOf(pack, selection) };
  const shared = pack.practices.get(pack.base)?.writes.find(({ path }) => path === next.path);
  const text = Buffer.from(next.bytes).toString('utf8');
  const standing = found.kind === 'file' ? (normalText(found.bytes)?.text ?? text) : text;
  if (shared) return originsInShared(input, shared, target, text, standing);
  const from = fileAt(input, next.path);
  const lines = linesOf(target, text, standing);
  if (lines === undefined) return [];
  // What no pack has: the records' own lines, and the files that package managers have of their own.
  const engine =
    next.path === '.gitattributes' ? [recordLines] : from ? [] : [managerOrigin(selection)];
  if (!from) return engine;
  if (lines === 'all') return [...fileOrigins(input, from), ...engine];
  const origins = lineOrigins(input, from, lines.first, lines.last);
  return origins.length > 0 ? origins : engine;
}

const recordLines = engineOrigin('lines that mark its records as generated', 'they stand here');

/** Whether the file has the key, or the line, at all. */
function stands({ key, line }: Target, found: Found): boolean {
  const text = found.kind === 'file' ? normalText(found.bytes)?.text : undefined;
  if (text === undefined) return false;
  if (key !== undefined)
    return namedKey([...keysOf(text), ...variablesIn(text)], key) !== undefined;
  return line !== undefined && line > 0 && line <= text.replace(/\n$/, '').split('\n').length;
}

/** The lines of the rendered text that a question is about; `undefined`: none of them. */
function linesOf(
  { key, line }: Target,
  text: string,
  standing: string,
): Pick<PlacedKey, 'first' | 'last'> | 'all' | undefined {
  if (key !== undefined) {
    const placed = namedKey(keysOf(text), key);
    return placed && { first: placed.first, last: placed.first };
  }
  if (line === undefined) return 'all';
  const at = renderedLine(text, standing, line);
  return at === undefined ? undefined : { first: at, last: at };
}
