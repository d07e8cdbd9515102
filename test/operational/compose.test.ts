import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { variantsOf } from './rendered.ts';
import { describeWith } from './tool.ts';

const variants = variantsOf('ops/compose.yaml');
const [first] = variants;
const compose = first?.text ?? '';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-compose-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What docker-compose says against a file; nothing when it takes it. */
async function complaint(text: string): Promise<string> {
  const file = join(folder, 'compose.yaml');
  await writeFile(file, text);
  const args = ['--file', file, 'config', '--quiet'];
  const { all, exitCode } = await execa('docker-compose', args, { all: true, reject: false });
  return exitCode === 0 ? '' : all;
}

describeWith('docker-compose')('the compose file', () => {
  it.each(variants)('is understood by docker-compose: $name', async ({ text }) => {
    expect(await complaint(text)).toBe('');
  });

  it.each([
    ['an unknown key', /\bimage:/, 'imgae:'],
    ['an unknown condition', 'service_healthy', 'service_heathy'],
    ['a service that is not there', /\n {6}postgres:\n/, '\n      postgers:\n'],
  ])('is refused with %s', async (_, before, after) => {
    const broken = compose.replace(before, after);
    expect(broken).not.toBe(compose);
    expect(await complaint(broken)).not.toBe('');
  });
});
