import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gitlabCiLocal, inFolder } from './gitlab-ci-local.ts';
import { variantsOf } from './rendered.ts';
import { shellcheck } from '../../src/verify/operational/shellcheck.ts';
import { describeWith } from './tool.ts';

const variants = variantsOf('.gitlab-ci.yml');
const npm = variants.find(({ selection }) => selection.packageManager.name === 'npm');
const pipeline = npm?.text ?? '';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-gitlab-'));
  await execa('git', ['init', '--quiet', '--initial-branch=main', folder]);
});
afterEach(() => rm(folder, { recursive: true }));

const gitlabCi = (text: string, ...args: readonly string[]) => gitlabCiLocal(folder, text, ...args);

describeWith('rsync')('the GitLab pipeline', () => {
  it('has a variant for each package manager', () => {
    const managers = new Set(variants.map(({ selection }) => selection.packageManager.name));
    expect(managers).toEqual(new Set(['npm', 'pnpm', 'yarn', 'bun']));
  });

  it.each(variants)('is understood by gitlab-ci-local: $name', async ({ text }) => {
    const { all, exitCode } = await gitlabCi(text, '--list');
    expect(all).toMatch(/^check\s+.*check/m);
    expect(all).toMatch(/^publish\s+.*\[check\]/m);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['a stage that is not there', 'stage: check', 'stage: chek'],
    ['a job that is not there', 'needs: [check]', 'needs: [chek]'],
    ['no script', /\n {2}script:\n(?: {4}- .*\n)+/, '\n'],
  ])('is refused with %s', async (_, before, after) => {
    const broken = pipeline.replace(before, after);
    expect(broken).not.toBe(pipeline);
    expect((await gitlabCi(broken, '--list')).exitCode).not.toBe(0);
  });

  it('runs the scripts of package.json in order, and fails with the one that fails', async () => {
    const say = (script: string) => `node -e "fs.appendFileSync('ran.log', '${script} ')"`;
    const scripts = ['lint', 'format:check', 'typecheck', 'test', 'build'];
    const entries = scripts.map((script) => [script, say(script)] as const);
    await installable(Object.fromEntries(entries));
    const green = await gitlabCi(withoutPackages(pipeline), ...inFolder, 'check');
    expect(green.all).toContain('PASS  check');
    expect(green.exitCode).toBe(0);
    expect(await readFile(join(folder, 'ran.log'), 'utf8')).toBe(`${scripts.join(' ')} `);

    await installable({ ...Object.fromEntries(entries), typecheck: 'exit 3' });
    const red = await gitlabCi(withoutPackages(pipeline), ...inFolder, 'check');
    expect(red.all).toContain('FAIL  check');
    expect(red.exitCode).not.toBe(0);
  });
});

describeWith('shellcheck')('the shell in the GitLab pipeline', () => {
  it.each(variants)('passes shellcheck: $name', async ({ text }) => {
    const { check, publish } = parse(text) as Record<'check' | 'publish', Job>;
    const lines = [check, publish].flatMap((job) => [...job.before_script, ...job.script]);
    expect(await shellcheck(lines.join('\n'), 'sh')).toEqual([]);
  });
});

interface Job {
  readonly before_script: readonly string[];
  readonly script: readonly string[];
}

/** What the pipeline's own machine has installed is its own business. */
function withoutPackages(text: string): string {
  return text.replace(/\n {4}- apt-get .*/, '');
}

async function installable(scripts: Readonly<Record<string, string>>): Promise<void> {
  const named = { name: 'shop', version: '1.0.0' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...named, scripts }));
  const lock = { ...named, lockfileVersion: 3, packages: { '': named } };
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
}
