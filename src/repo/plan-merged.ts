import { isDeepStrictEqual } from 'node:util';
import type { Pack } from '../pack/pack.ts';
import { sha256 } from '../pack/files.ts';
import { render } from '../render/render.ts';
import type { Tree, TreeFile } from '../render/tree.ts';
import { resolve } from '../selection/resolve.ts';
import { byCodeUnit } from '../pack/order.ts';
import { isObstacle } from './changes.ts';
import { inForm, normalText, type TextForm } from './line-ends.ts';
import { decisionOf, mergeWith } from './merge/merge-file.ts';
import { hasMarkers } from './merge/lines.ts';
import { mergeText } from './merge/merge-text.ts';
import type { MergedBranches } from './merged-branches.ts';
import type { Repository } from './open-repository.ts';
import { filesBelow } from './own-files.ts';
import type { PlannedChange } from './plan-change.ts';
import { plan, type Action } from './plan.ts';
import { sidesOf } from './sides.ts';
import { obstruction, type Decision, type Found, type FoundFile } from './three-way.ts';
import { readWorktree } from './worktree.ts';

/**
 * Plans the merge of two branches. Each side, and the commit that they come from, is carried over to the
 * rendering of the resolved plinth.json; what is left between them are the edits of people, which are
 * merged three-way. Without edits it is that rendering.
 *
 * @throws PlinthError whatever `resolve` and `render` throw; `PLINTH_RECORD_INVALID`
 */
export async function planMerged(
  { fs, root, answers, sides, byGit }: MergedBranches,
  pack: Pack,
  engine: string,
): Promise<PlannedChange> {
  const selection = resolve(pack, answers);
  const tree = render(pack, selection, engine);
  const [base, ours, theirs] = await Promise.all([
    carriedOver(sides.base, pack, tree),
    carriedOver(sides.ours, pack, tree),
    carriedOver(sides.theirs, pack, tree),
  ]);
  const paths = [...new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])].sort(byCodeUnit);
  const places = new Map(paths.map((path) => [path, placeOf(path, ours, theirs)]));
  const worktree = readWorktree(fs, root, places.values());
  const automatic = readWorktree(byGit, root, places.values());
  const own = readWorktree(sides.ours.fs, root, places.values());
  const other = readWorktree(sides.theirs.fs, root, places.values());
  const actions = paths.map((rendered): Action => {
    const path = places.get(rendered) ?? rendered;
    const was = worktree.get(path) ?? { kind: 'absent' };
    const next = tree.files.get(rendered);
    const merged = mergeSides(
      rendered,
      base.get(rendered),
      ours.get(rendered),
      theirs.get(rendered),
    );
    const yours = [sides.ours, sides.theirs].flatMap(
      (side) => side.base.get(rendered)?.yours ?? [],
    );
    const context = {
      path,
      was,
      next,
      yours: next ? [...new Set(yours)] : [],
      ...(path === rendered ? {} : { rendered }),
    };
    const made = [own, other, automatic].map((side) => side.get(path));
    if (isByHand(was, made)) {
      return { kind: 'keep', reports: ['kept as you have resolved it'], ...context };
    }
    return { ...decisionFor(merged, was, next), ...context };
  });
  return {
    pack,
    selection,
    tree,
    plan: { actions },
    engine,
    ancestors: sides.ours.ancestors,
    uncommitted: [],
  };
}

/** What a side has at a rendered path once it is carried over. */
interface Side {
  readonly path: string;
  readonly state: Found;
  /** Why it could not be carried over. */
  readonly conflict?: string | undefined;
}

type Carried = ReadonlyMap<string, Side>;

async function carriedOver(side: Repository, pack: Pack, next: Tree): Promise<Carried> {
  const { ancestors, ...sides } = await sidesOf(side, pack, next, () =>
    Promise.resolve(filesBelow(side.fs, side.root)),
  );
  const { actions } = plan({ ...sides, merge: mergeWith(ancestors) });
  return new Map(
    actions.map((action): readonly [string, Side] => {
      const { path, rendered = path } = action;
      return [rendered, { path, ...stateAfter(action) }];
    }),
  );
}

function stateAfter(action: Action): Omit<Side, 'path'> {
  if (action.kind === 'create' || action.kind === 'write') return { state: fileOf(action) };
  if (action.kind === 'delete') return { state: { kind: 'absent' } };
  const obstacle = isObstacle(action) ? action.reason : undefined;
  return { state: action.was, conflict: obstacle };
}

function fileOf({
  bytes,
  mode,
}: {
  readonly bytes: Uint8Array;
  readonly mode: FoundFile['mode'];
}): FoundFile {
  return { kind: 'file', bytes, mode, sha256: sha256(bytes) };
}

/** Where the file stands: people of either branch may have moved it. */
function placeOf(rendered: string, ours: Carried, theirs: Carried): string {
  const own = ours.get(rendered)?.path ?? rendered;
  return own === rendered ? (theirs.get(rendered)?.path ?? rendered) : own;
}

type Merged = { readonly state: Found } | Extract<Decision, { kind: 'conflict' }>;

const absent: Found = { kind: 'absent' };

/** The three-way merge of what is left between the sides: edits of people. */
function mergeSides(
  rendered: string,
  base: Side | undefined,
  ours: Side | undefined,
  theirs: Side | undefined,
): Merged {
  const [before, own, other] = [base, ours, theirs].map((side) => side?.state ?? absent) as [
    Found,
    Found,
    Found,
  ];
  const problem = ours?.conflict ?? theirs?.conflict;
  if (problem !== undefined) return { kind: 'conflict', reason: problem };
  const form = mergedForm(before, own, other);
  if (isEqual(own, other) || isEqual(before, other)) return { state: withForm(own, form) };
  if (isEqual(before, own)) return { state: withForm(other, form) };
  if (own.kind !== 'file' || other.kind !== 'file') {
    return { kind: 'conflict', reason: 'deleted on one branch, edited on the other' };
  }
  const [text, mine, their] = [before, own, other].map((side) =>
    side.kind === 'file' ? normalText(side.bytes) : undefined,
  );
  if (!mine || !their || !form)
    return { kind: 'conflict', reason: 'is not text: it cannot be merged' };
  const mode = before.kind === 'file' && before.mode !== own.mode ? own.mode : other.mode;
  const texts = { base: text?.text, next: their.text, ours: mine.text, nextByPeople: true };
  const merged = mergeText(rendered, texts);
  const decision = decisionOf(merged, form, mode, own);
  if (decision.kind === 'conflict') {
    return { ...decision, reason: 'edited differently on both branches' };
  }
  return { state: decision.kind === 'write' ? fileOf(decision) : own };
}

/** Line ends and byte-order mark, three-way. */
function mergedForm(before: Found, own: Found, other: Found): TextForm | undefined {
  const [was, mine, their] = [before, own, other].map((side) =>
    side.kind === 'file' ? normalText(side.bytes)?.form : undefined,
  );
  return isDeepStrictEqual(was, mine) ? their : mine;
}

function withForm(state: Found, form: TextForm | undefined): Found {
  const text = state.kind === 'file' ? normalText(state.bytes)?.text : undefined;
  if (state.kind !== 'file' || text === undefined || !form) return state;
  return fileOf({ bytes: inForm(text, form), mode: state.mode });
}

function isEqual(a: Found, b: Found): boolean {
  if (a.kind !== 'file' || b.kind !== 'file') return a.kind === b.kind;
  return a.mode === b.mode && (a.sha256 === b.sha256 || sameText(a.bytes, b.bytes));
}

function sameText(a: Uint8Array, b: Uint8Array): boolean {
  const text = normalText(a)?.text;
  return text !== undefined && text === normalText(b)?.text;
}

/** Whether somebody has resolved the path: it is none of the things that git makes of it. */
function isByHand(was: Found, made: readonly (Found | undefined)[]): boolean {
  if (was.kind !== 'file') return false;
  const text = normalText(was.bytes)?.text;
  if (text !== undefined && hasMarkers(text)) return false;
  return !made.some((side) => side !== undefined && isEqual(side, was));
}

/** What brings the worktree to the merged state. */
function decisionFor(merged: Merged, was: Found, next: TreeFile | undefined): Decision {
  if ('kind' in merged) return merged;
  const { state } = merged;
  if (isEqual(state, was)) return { kind: 'keep' };
  if (state.kind === 'absent') {
    const gone: readonly string[] = next ? ['deleted on one of the branches'] : [];
    return was.kind === 'file' ? { kind: 'delete' } : { kind: 'keep', reports: gone };
  }
  if (was.kind !== 'file' && was.kind !== 'absent') {
    return { kind: 'conflict', reason: obstruction(was) };
  }
  if (state.kind !== 'file') return { kind: 'conflict', reason: obstruction(state) };
  const { bytes, mode } = state;
  if (was.kind === 'absent') return { kind: 'create', bytes, mode };
  const [form, text] = [normalText(was.bytes)?.form, normalText(bytes)?.text];
  const clean = form !== undefined && text !== undefined && form.lineEnd === '\r\n';
  return { kind: 'write', bytes: clean ? inForm(text, form) : bytes, mode };
}
