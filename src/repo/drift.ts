import { wordings, type Mover, type Wording } from './drift-wording.ts';
import type { Finding } from './finding.ts';
import type { Action, Plan } from './plan.ts';
import { isSame, obstruction, type Found } from './three-way.ts';

type Drift = Pick<Finding, 'rule' | 'weight' | 'message' | 'hint'>;

/** One path, and what its owners ask of it. */
interface Place {
  readonly action: Action;
  readonly wording: Wording;
  /** Nobody edits it, by the pack or by a policy. */
  readonly managed: boolean;
  /** Has to be there. */
  readonly required: boolean;
}

/**
 * Says how a repository differs from what was rendered into it, and that from what would be rendered
 * now. Pure: it is the plan of an update, reported. Contents are compared, never versions.
 *
 * @param plan - what an update would do
 * @param mover - why it would do anything
 * @param managedHere - whether a policy says that nobody edits this path here
 * @returns at most one finding a path, in order of path
 */
export function driftOf(
  plan: Plan,
  mover: Mover,
  managedHere: (path: string) => boolean = () => false,
): readonly Finding[] {
  const wording = wordings[mover];
  return plan.actions.flatMap((action): readonly Finding[] => {
    const { base, next } = action;
    const path = standingPath(action);
    const file = next ?? base;
    if (!file) return [];
    const managed = file.ownership === 'managed' || managedHere(path);
    const drift = driftAt({ action, wording, managed, required: file.required || managed });
    return drift ? [{ ...drift, path, practices: file.owners }] : [];
  });
}

/** Where the file of an action stands: at its old path as long as only the pack has renamed it. */
export function standingPath({ path, from }: Action): string {
  return from ?? path;
}

const restore = 'plinth check --fix puts back what was rendered.';

function driftAt(place: Place): Drift | undefined {
  const { action, wording } = place;
  const { was, next, base, from } = action;
  if (action.kind === 'conflict') {
    return conflict(action.reason, `Decide which text stays, then run ${wording.command}.`);
  }
  if (was.kind === 'absent') return absence(place);
  const edited = base !== undefined && !isRendered(base, was);
  if (edited && hasMarkers(was)) {
    return conflict(
      'conflict markers stand in it',
      'Decide which text stays; take the markers out.',
    );
  }
  if (!next) return orphan(place, edited);
  if (next.ownership === 'seeded' && !place.managed) return undefined;
  const moved = from !== undefined || base?.sha256 !== next.sha256 || base.mode !== next.mode;
  // What happens to be as the template has it now needs nothing.
  if (from === undefined && moved && isRendered(next, was)) return undefined;
  if (edited) return moved ? editAndMove(place) : edit(place);
  if (!moved) return undefined;
  return {
    rule: 'template-moved',
    weight: 'stale',
    message: from === undefined ? wording.changed : 'the template is elsewhere now',
    hint: `${wording.command} takes it.`,
  };
}

function conflict(message: string, hint: string): Drift {
  return { rule: 'conflict', weight: 'conflict', message, hint };
}

function absence({ action: { base, next }, wording, required }: Place): Drift | undefined {
  if (!next) return undefined;
  if (!base) {
    return {
      rule: 'template-moved',
      weight: 'stale',
      message: wording.fresh,
      hint: `${wording.command} takes it.`,
    };
  }
  if (required) {
    const message = 'deleted, and it has to be there';
    return { rule: 'missing', weight: 'violation', message, hint: restore };
  }
  if (next.ownership === 'seeded') return undefined;
  return { rule: 'missing', weight: 'note', message: 'deleted by you' };
}

function orphan({ action: { base, kind }, wording: { command } }: Place, edited: boolean): Drift {
  const gone = { rule: 'orphan', message: 'rendered once, and not any more' } as const;
  if (kind === 'violation') {
    const hint = `Take your edit out, then run ${command}, which deletes it.`;
    return { ...gone, weight: 'violation', hint };
  }
  return edited || base?.ownership === 'seeded'
    ? { ...gone, weight: 'note', hint: 'It is yours: keep it, or delete it.' }
    : { ...gone, weight: 'stale', hint: `${command} deletes it.` };
}

function edit({ managed, action: { was } }: Place): Drift {
  const rule = 'edited-locally';
  if (was.kind !== 'file' && was.kind !== 'absent') {
    const message = obstruction(was);
    return managed
      ? { rule, weight: 'violation', message, hint: 'Move it away, then run plinth check --fix.' }
      : { rule, weight: 'note', message };
  }
  return managed
    ? { rule, weight: 'violation', message: 'edited, and it is managed', hint: restore }
    : { rule, weight: 'note', message: 'edited by you' };
}

function editAndMove({ managed, wording: { changed, command } }: Place): Drift {
  const rule = 'edited-and-moved';
  return managed
    ? {
        rule,
        weight: 'violation',
        message: `edited, and it is managed; ${changed} too`,
        hint: `Take your edit out, then run ${command}.`,
      }
    : {
        rule,
        weight: 'stale',
        message: `edited by you, and ${changed} too`,
        hint: `${command} merges both.`,
      };
}

function isRendered(rendered: Parameters<typeof isSame>[0], found: Found): boolean {
  return found.kind === 'file' && isSame(rendered, found);
}

function hasMarkers(found: Found): boolean {
  if (found.kind !== 'file') return false;
  const text = Buffer.from(found.bytes).toString('latin1');
  return /^(?:<{7}|\|{7}|>{7}) /m.test(text);
}
