/** What the tests of the commands that change a repository have in common. */
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { snapshot } from '../../src/repo/snapshot.ts';
import { initGit } from '../../src/repo/testing-git.ts';
import { jsonOf, type FailureJson, type Ran } from './plinth.ts';
import { smallService, type SmallService } from './small-service.ts';

/** What such a command prints with `--json`. */
export interface Change {
  readonly result: {
    readonly practices: Readonly<
      Record<'added' | 'removed' | 'changed' | 'comeAlong' | 'goAlong', readonly string[]>
    >;
    readonly files: readonly { readonly path: string; readonly action: string }[];
    readonly written: boolean;
    readonly installed: boolean;
    readonly dryRun?: boolean;
  };
}

/** A small service whose first commit is made. */
export interface CommittedService extends SmallService {
  /** Replaces a text of a file, which has to be there. */
  readonly edit: (path: string, from: string, to: string) => void;
}

/**
 * Creates a service with some practices, none if not said, and commits it.
 *
 * @param options - of `git init`
 */
export async function committedService(
  practices = '',
  ...options: readonly string[]
): Promise<CommittedService> {
  const service = await smallService(practices);
  initGit(service.root, ...options);
  return withEdit(service);
}

/** Creates a service in a folder of a git repository that has something beside it. */
export async function serviceOfMonorepo(): Promise<CommittedService> {
  const service = await smallService('');
  initGit(dirname(service.root));
  return withEdit(service);
}

function withEdit(service: SmallService): CommittedService {
  return {
    ...service,
    edit: (path, from, to) => {
      const text = service.read(path);
      expect(text).toContain(from);
      service.write({ [path]: text.replace(from, to) });
    },
  };
}

/** The state of the worktree, without what git keeps for itself. */
export function worktree(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.git/')),
  );
}

/** The code, the message and the hint of a command that failed with `--json`. */
export function failure(ran: Ran): string {
  const { error } = jsonOf<FailureJson>(ran);
  return `${String(error.code)}: ${String(error.message)} ${String(error.hint)}`;
}
