import type { Change } from './changes.ts';
import { changesOfAction } from './changes.ts';
import { lastRendered } from './drift-rendered.ts';
import type { Finding } from './finding.ts';
import { inForm, normalText } from './line-ends.ts';
import type { Repository } from './open-repository.ts';
import type { Action, Plan } from './plan.ts';
import type { Content, Found } from './three-way.ts';

const restorable: ReadonlySet<Finding['rule']> = new Set([
  'edited-locally',
  'edited-and-moved',
  'missing',
]);

/**
 * What puts the files back that nobody was to edit or delete, as they were last rendered. plinth.lock
 * stays as it is: it is right again.
 *
 * @param repository - for the texts that it keeps
 * @param plan - what the findings are of
 * @param findings - of it; notes and what is excused are left alone
 * @returns nothing for a file whose text is not known any more: a managed one that the template has
 * changed since
 */
export function fixesOf(
  repository: Pick<Repository, 'ancestors'>,
  plan: Plan,
  findings: readonly Finding[],
): readonly Change[] {
  const broken = new Set(
    findings
      .filter(
        ({ rule, weight, excused }) => weight === 'violation' && !excused && restorable.has(rule),
      )
      .map(({ path }) => path),
  );
  return (
    plan.actions
      // Where a file is renamed, an update brings the right text along.
      .filter(({ path, from, was }) => from === undefined && broken.has(path) && isReplaceable(was))
      .flatMap((action) => {
        const content = lastRendered(repository, action);
        return content ? changesOfAction(putBack(action, content)) : [];
      })
  );
}

/** What stands in the place of a file is no text that version control could bring back. */
function isReplaceable({ kind }: Found): boolean {
  return kind === 'file' || kind === 'absent';
}

function putBack(action: Action, { bytes, mode }: Content): Action {
  const { path, was, base, next } = action;
  return { kind: 'write', path, was, base, next, bytes: inFormOf(was, bytes), mode };
}

/** The text in the line ends that the checkout gave the file. */
function inFormOf(was: Found, bytes: Uint8Array): Uint8Array {
  const form = was.kind === 'file' ? normalText(was.bytes)?.form : undefined;
  const text = form && normalText(bytes)?.text;
  return form === undefined || text === undefined ? bytes : inForm(text, form);
}
