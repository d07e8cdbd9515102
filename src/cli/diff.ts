import { PlinthError } from '../pack/error.ts';
import { editsOf, type Edit } from '../repo/edits.ts';
import { gitIn, gitPrefix } from '../repo/git.ts';
import type { Repository } from '../repo/open-repository.ts';
import { obstruction } from '../repo/three-way.ts';
import type { Command } from './command.ts';
import type { Flags } from './flags.ts';
import { chosenPack, packFlag } from './pack-source.ts';
import { pathHere } from './path-here.ts';
import { assertSamePack } from '../repo/rendered-by.ts';
import { repositoryHere } from './repository-here.ts';
import type { Paint, Terminal } from './terminal.ts';
import { paintedDiff, unifiedDiff, type FileDiff, type Side } from './unified-diff.ts';
import { version } from './version.ts';

/** An edit, with what there is to show of it. */
interface ShownEdit {
  readonly edit: Edit;
  readonly change: 'edited' | 'deleted' | 'replaced';
  /** `undefined` when one side of it is not known. */
  readonly diff: FileDiff | undefined;
}

export const diffCommand: Command = {
  name: 'diff',
  summary: 'Shows your edits against what was rendered',
  arguments: ['[PATH]'],
  flags: { pack: packFlag },
  examples: ['plinth diff', 'plinth diff src/core', 'plinth diff > edits.patch'],
  async run({ positionals, flags, terminal }) {
    const repository = repositoryHere(terminal);
    const [path = repository.root] = positionals;
    const concerns = askedFor(repository, path, terminal.cwd);
    const edits = await editsOf(repository, concerns, () =>
      renderAgain(repository, flags, terminal),
    );
    // In any folder of a git repository, git apply takes paths from its root, and skips others in silence.
    const prefix = await gitPrefix(gitIn(repository.root));
    const shown = edits.map((edit) => shownEdit(edit, prefix));
    return { result: { files: shown.map(editJson) }, text: diffText(shown, terminal.paint) };
  },
};

async function renderAgain(repository: Repository, flags: Flags, terminal: Terminal) {
  const { resolve } = await import('../selection/resolve.ts');
  const { render } = await import('../render/render.ts');
  const pack = await chosenPack(flags, terminal);
  assertSamePack(repository, pack);
  return render(pack, resolve(pack, repository.answers), version);
}

function askedFor(
  { root, base }: Repository,
  path: string,
  cwd: string,
): (candidate: string) => boolean {
  const asked = pathHere(path, cwd, root);
  const concerns = (candidate: string): boolean =>
    asked === '' || candidate === asked || candidate.startsWith(`${asked ?? ''}/`);
  if (asked !== undefined && [...base].some(([name, { at = name }]) => concerns(at)))
    return concerns;
  throw new PlinthError('PLINTH_NOT_RENDERED', `Plinth wrote nothing at ${path}`, {
    path,
    hint: 'plinth.lock lists what it wrote; of your own files git knows the changes.',
  });
}

function shownEdit(edit: Edit, prefix: string): ShownEdit {
  const { path, before, now } = edit;
  if (now.kind !== 'file' && now.kind !== 'absent')
    return { edit, change: 'replaced', diff: undefined };
  const after: Side | undefined = now.kind === 'file' ? now : undefined;
  return {
    edit,
    change: after ? 'edited' : 'deleted',
    diff: before && unifiedDiff(`${prefix}${path}`, before, after),
  };
}

function editJson({ edit, change, diff }: ShownEdit) {
  const { path, base } = edit;
  const { owners: practices, ownership } = base;
  const { added = null, removed = null, text = null } = diff ?? {};
  return { path, change, practices, ownership, added, removed, diff: text };
}

function diffText(shown: readonly ShownEdit[], paint: Paint): string {
  if (shown.length === 0) return 'Every file is as it was rendered.';
  const known = shown.flatMap(({ diff }) =>
    diff ? [paintedDiff(diff.text.replace(/\n$/, ''), paint)] : [],
  );
  const unknown = shown.filter(({ diff }) => !diff).map(whyUnknown);
  return [...known, ...unknown].join('\n');
}

function whyUnknown({ edit: { path, now }, change }: ShownEdit): string {
  return now.kind !== 'file' && now.kind !== 'absent'
    ? `# ${path}: ${obstruction(now)}`
    : `# ${path}: ${change}; the template has changed since, so that the text of then is not known`;
}
