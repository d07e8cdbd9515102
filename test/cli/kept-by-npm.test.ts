import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jsonOf, plinth, scratchFolder, type FailureJson } from './plinth.ts';

/** What npm tells by variables of the flags that it has kept: `npm create plinth svc --dry-run`. */
const kept: readonly (readonly [string, readonly string[], Record<string, string>, string])[] = [
  ['--dry-run', ['svc'], { dry_run: 'true' }, 'svc -- --dry-run'],
  ['--no-git', ['svc'], { git: 'false', dry_run: '' }, 'svc -- --no-git'],
  ['--no-install', ['svc'], { install: '' }, 'svc -- --no-install'],
  ['--preset=minimal', ['svc'], { preset: 'minimal', pm: '' }, 'svc -- --preset minimal'],
  ['--preset minimal', ['minimal'], { preset: 'true' }, 'my-service -- --preset minimal'],
];

test.each(kept)('npm create without "--" is told where %s went', async (_, args, said, line) => {
  const cwd = scratchFolder();
  const variables = Object.entries(said).map(([name, value]) => [`npm_config_${name}`, value]);
  const env = { npm_command: 'init', ...(Object.fromEntries(variables) as Record<string, string>) };
  const ran = await plinth([...args, '--json'], { cwd, env, program: 'create' });
  expect(jsonOf<FailureJson>(ran).error).toMatchObject({
    code: 'PLINTH_SURPLUS_ARGUMENT',
    hint: `Flags stand behind "--": npm create plinth@latest ${line}`,
  });
  expect(readdirSync(cwd)).toEqual([]);
});

test('npm’s own --yes, and variables of no flag that it was given, are nobody’s mistake', async () => {
  const env = { npm_command: 'init', npm_config_yes: 'true', npm_config_git: 'git' };
  const args = ['svc', '--no-install', '--no-git'];
  const ran = await plinth(args, { cwd: scratchFolder(), env, program: 'create' });
  expect(ran).toMatchObject({ exitCode: 0 });
});
