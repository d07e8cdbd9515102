import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { check, type Options } from 'prettier';
import { expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import type { ModuleAnswers } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import { requiredModules } from '../selection/samples.ts';
import { anyModule } from '../selection/testing-modules.ts';
import { render } from './render.ts';

const templates = join(import.meta.dirname, '../../templates');
const pack = loadPack(templates);
const style = JSON.parse(
  readFileSync(join(templates, 'service/files/.prettierrc.json'), 'utf8'),
) as Options;

/** The files of these modules that Prettier would write in another way. */
async function unformatted(modules: ModuleAnswers): Promise<readonly string[]> {
  const selection = resolve(pack, {
    name: 'svc',
    practices: { k6: {} },
    modules: { ...requiredModules(pack), ...modules },
    packageManager: { name: 'npm' },
    node: 'system',
  });
  const found: string[] = [];
  for (const { path, bytes } of render(pack, selection, '1.0.0').files.values()) {
    if (!Object.keys(modules).some((name) => path.includes(`/${name}`))) continue;
    const text = Buffer.from(bytes).toString('utf8');
    if (!(await check(text, { ...style, filepath: path }))) found.push(path);
  }
  return found;
}

test('a module is formatted as Prettier would, whatever its names and fields', async () => {
  await fc.assert(
    fc.asyncProperty(anyModule, async (modules) => {
      expect(await unformatted(modules)).toEqual([]);
    }),
    { numRuns: process.env['PLINTH_NIGHTLY'] === '1' ? 500 : 25 },
  );
});
