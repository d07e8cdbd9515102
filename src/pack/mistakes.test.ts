import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPack } from './load.ts';
import { loadSmallPack, smallPack, writeFiles, type Files } from './testing.ts';

/** A pack with a mistake in it is refused with the file, the line and the fix. */

interface Mistake {
  readonly name: string;
  readonly files: Files;
  readonly error: Readonly<Record<string, unknown>>;
}

const cache = smallPack['cache/practice.yaml'] ?? '';

const mistakes: readonly Mistake[] = [
  {
    name: 'a key that does not exist',
    files: { 'cache/practice.yaml': cache.replace('entry: cache', 'entri: cache') },
    error: {
      code: 'PLINTH_PACK_INVALID',
      message: 'the key "entri" is not known',
      path: 'cache/practice.yaml',
      line: 11,
      hint: 'Did you mean "entry"?',
    },
  },
  {
    name: 'a value of the wrong kind, deep inside',
    files: { 'cache/practice.yaml': cache.replace('default: own', 'default: [own]') },
    error: { code: 'PLINTH_PACK_INVALID', path: 'cache/practice.yaml', line: 7 },
  },
  {
    name: 'a missing key, at the line of what lacks it',
    files: { 'cache/practice.yaml': cache.replace('    summary: Where values live.\n', '') },
    error: { code: 'PLINTH_PACK_INVALID', path: 'cache/practice.yaml', line: 5 },
  },
  {
    name: 'YAML that does not parse',
    files: { 'cache/practice.yaml': `${cache}a: 'b\n` },
    error: { code: 'PLINTH_PACK_INVALID', path: 'cache/practice.yaml', hint: 'Mend the YAML.' },
  },
  {
    name: 'a key twice',
    files: { 'cache/practice.yaml': `${cache}id: cache\n` },
    error: { code: 'PLINTH_PACK_INVALID', path: 'cache/practice.yaml', line: 19 },
  },
  {
    name: 'a key that reaches into JavaScript',
    files: { 'cache/practice.yaml': `${cache}  - package: { __proto__: { a: 1 } }\n` },
    error: { code: 'PLINTH_PACK_INVALID', message: 'the key "__proto__" is not allowed', line: 19 },
  },
  {
    name: 'a glob without quotes, which YAML takes for an alias',
    files: { 'cache/practice.yaml': `${cache}ownership:\n  managed: [**/*.gen.ts]\n` },
    error: {
      code: 'PLINTH_PACK_INVALID',
      message: 'the alias **/*.gen.ts names no anchor of this file',
      path: 'cache/practice.yaml',
      line: 20,
      hint: 'Text that begins with * needs quotes in YAML.',
    },
  },
  {
    name: 'an alias inside of what it names',
    files: { 'cache/practice.yaml': `${cache}  - package: { a: &a { b: *a } }\n` },
    error: { code: 'PLINTH_PACK_INVALID', message: 'the alias *a stands inside of what it names' },
  },
  {
    name: 'aliases that stand for more than there is memory',
    files: {
      'versions.yaml': `a: &a [x]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]\n`,
    },
    error: { code: 'PLINTH_PACK_INVALID', path: 'versions.yaml' },
  },
  {
    name: 'a slot that no template has',
    files: { 'cache/practice.yaml': `${cache}  - slots: { featurs: { a: b } }\n` },
    error: {
      code: 'PLINTH_PACK_REFERENCE',
      message: 'slots: no template has the slot "featurs"',
      path: 'cache/practice.yaml',
    },
  },
  {
    name: 'a version in package.json that versions.yaml is to have',
    files: { 'cache/practice.yaml': `${cache}  - package: { dependencies: { lru: 1.0.0 } }\n` },
    error: { code: 'PLINTH_PACK_REFERENCE', message: 'package: not for "dependencies"' },
  },
  {
    name: 'a variable where the base writes none',
    files: {
      'base/practice.yaml': (smallPack['base/practice.yaml'] ?? '').replace(
        'env: .env.example, ',
        '',
      ),
    },
    error: {
      code: 'PLINTH_PACK_REFERENCE',
      message: 'env would be lost: the base "base" has no writer "env"',
      path: 'base/practice.yaml',
    },
  },
  {
    name: 'a list in a template that is of no module',
    files: { 'cache/files/x.hbs': '\n{{#each (fields)}}x{{/each}}' },
    error: {
      code: 'PLINTH_TEMPLATE_INVALID',
      message: '{{fields}} is not known; only the templates of modules have lists',
      line: 2,
    },
  },
  {
    name: 'a package manager that there is not',
    files: { 'cache/files/x.hbs': 'one\n{{#if (pmIs "pnmp")}}x{{/if}}' },
    error: {
      code: 'PLINTH_TEMPLATE_INVALID',
      message: '{{pmIs}} does not know "pnmp"',
      path: 'cache/files/x.hbs',
      line: 2,
      hint: 'Did you mean "pnpm"?',
    },
  },
  {
    name: 'a trait that no field has, in a condition inside of another',
    files: {
      'base/module/__module__.ts.hbs':
        '{{#each (fields)}}\n{{#if (and (publicReads) (fieldIs "text" "uniqe"))}}x{{/if}}{{/each}}',
    },
    error: {
      code: 'PLINTH_TEMPLATE_INVALID',
      message: '{{fieldIs}} does not know "uniqe"',
      path: 'base/module/__module__.ts.hbs',
      line: 2,
      hint: 'Did you mean "unique"?',
    },
  },
  {
    name: 'a list of what has a trait that there is not',
    files: { 'base/module/__module__.ts.hbs': '\n\n{{#each (targets "neded")}}x{{/each}}' },
    error: { code: 'PLINTH_TEMPLATE_INVALID', line: 3, hint: 'Did you mean "needed"?' },
  },
  {
    name: 'a spelling that there is not',
    files: { 'base/module/__module__.ts.hbs': '{{many "kebap"}}' },
    error: {
      code: 'PLINTH_TEMPLATE_INVALID',
      message: '{{many}} does not know "kebap"',
      line: 1,
      hint: 'Did you mean "kebab"?',
    },
  },
  {
    name: 'a spelling that another call is to name',
    files: { 'base/module/__module__.ts.hbs': '{{many (name)}}' },
    error: {
      code: 'PLINTH_TEMPLATE_INVALID',
      message: '{{many}} takes a word in quotes, not what {{name}} is',
    },
  },
  {
    name: 'a folder of a practice that would not be read',
    files: { 'cache/file@tiers=own/x': '' },
    error: {
      code: 'PLINTH_PACK_INVALID',
      message: 'a practice has no folder "file"',
      path: 'cache/file@tiers=own',
      hint: 'Did you mean "files"? A condition stands behind it: files@OPTION=CHOICE.',
    },
  },
  {
    name: 'a folder of files that asks for two values of one option',
    files: { 'cache/files@tiers=own,tiers=shared/x': '' },
    error: {
      code: 'PLINTH_PACK_INVALID',
      message: 'its name asks for one thing twice',
      path: 'cache/files@tiers=own,tiers=shared',
    },
  },
  {
    name: 'a manifest that would not be read',
    files: { 'policy.yml': 'practices: { required: [cache] }\n' },
    error: { code: 'PLINTH_PACK_INVALID', path: 'policy.yml', hint: 'Call it policy.yaml.' },
  },
  {
    name: 'a file that is renamed to two places',
    files: {
      'pack.yaml': `${smallPack['pack.yaml'] ?? ''}renames: { old.md: a.md }\n`,
      'cache/practice.yaml': `${cache}renames: { old.md: b.md }\n`,
    },
    error: {
      code: 'PLINTH_PACK_INVALID',
      message: 'renames: old.md is renamed to a.md and to b.md',
    },
  },
  {
    name: 'a file that is renamed to where nothing is rendered',
    files: { 'pack.yaml': `${smallPack['pack.yaml'] ?? ''}renames: { old.md: src/mian.ts }\n` },
    error: {
      code: 'PLINTH_PACK_REFERENCE',
      message: 'renames: old.md is renamed to src/mian.ts, and nothing is rendered there',
      path: 'pack.yaml',
    },
  },
  {
    name: 'a file that a practice renames twice, the second time to where nothing is rendered',
    files: {
      'cache/practice.yaml': `${cache}renames: { a.md: b.md, b.md: docs/practices/cahce.md }\n`,
    },
    error: { code: 'PLINTH_PACK_REFERENCE', path: 'cache/practice.yaml' },
  },
  {
    name: 'an id that is not its folder',
    files: { 'cache/practice.yaml': cache.replace('id: cache', 'id: cash') },
    error: { code: 'PLINTH_PACK_INVALID', path: 'cache/practice.yaml', line: 1 },
  },
  {
    name: 'a choice that could not be told apart on a command line',
    files: { 'cache/practice.yaml': cache.replace('      own: {', "      'own,jobs': {") },
    error: { code: 'PLINTH_PACK_INVALID', path: 'cache/practice.yaml', line: 9 },
  },
  {
    name: 'a reason for a dependency that there is not',
    files: {
      'versions.yaml':
        'dependencies: { lru: 1.0.0, store: 2.0.0, tool: 3.0.0 }\nunnamed: { sore: why }\n',
    },
    error: { code: 'PLINTH_PACK_REFERENCE', message: 'unnamed: there is no dependency "sore"' },
  },
  {
    name: 'a requirement that nobody offers',
    files: { 'cache/practice.yaml': `${cache}requires: [stoer]\n` },
    error: {
      code: 'PLINTH_PACK_REFERENCE',
      message: 'requires: there is no practice "stoer"',
      path: 'cache/practice.yaml',
    },
  },
  {
    name: 'a dependency without a version',
    files: { 'cache/practice.yaml': cache.replace('[lru]', '[lur]') },
    error: {
      code: 'PLINTH_PACK_REFERENCE',
      message: 'versions.yaml has no dependency "lur"',
      path: 'cache/practice.yaml',
    },
  },
  {
    name: 'a folder whose condition names no choice',
    files: { 'cache/files@tiers=none/a.ts': '' },
    error: { code: 'PLINTH_PACK_INVALID', message: '"tiers" has no choice "none"' },
  },
  {
    name: 'a condition on an option that another practice lacks',
    files: { 'jobs/files@cache.tier=own/a.ts': '' },
    error: { code: 'PLINTH_PACK_REFERENCE', message: 'condition: "cache" has no option "tier"' },
  },
  {
    name: 'a condition on a sample that there is not',
    files: { 'jobs/files@modules.ordres=true/a.ts': '' },
    error: {
      code: 'PLINTH_PACK_REFERENCE',
      message: 'condition: pack.yaml has no module "ordres"',
    },
  },
  {
    name: 'a condition on a module that is neither true nor false',
    files: { 'jobs/files@modules.orders=maybe/a.ts': '' },
    error: {
      code: 'PLINTH_PACK_INVALID',
      message: '"modules.orders=maybe": a module is true or false',
    },
  },
  {
    name: 'a file of every module that would be one for all',
    files: { 'base/module/src/a.ts.hbs': '{{one "camel"}}\n' },
    error: { code: 'PLINTH_PACK_INVALID', message: 'a file of every module is one for each' },
  },
  {
    name: 'a loop in a template that is about no module',
    files: { 'base/files/a.txt.hbs': '{{#each (fields)}}a{{/each}}\n' },
    error: { code: 'PLINTH_TEMPLATE_INVALID', line: 1 },
  },
  {
    name: 'a preset with a practice that is not there',
    files: { 'pack.yaml': (smallPack['pack.yaml'] ?? '').replace('cache:', 'cash:') },
    error: { code: 'PLINTH_PACK_REFERENCE', path: 'pack.yaml' },
  },
  {
    name: 'a template that calls what does not exist',
    files: { 'base/files/a.txt.hbs': 'one\ntwo {{shell "rm"}}\n' },
    error: { code: 'PLINTH_TEMPLATE_INVALID', path: 'base/files/a.txt.hbs', line: 2 },
  },
  {
    name: 'a template that does not parse',
    files: { 'base/files/a.txt.hbs': 'one\n{{#if (has "cache")}}\n' },
    error: { code: 'PLINTH_TEMPLATE_INVALID', path: 'base/files/a.txt.hbs', line: 3 },
  },
  {
    name: 'a template with a partial',
    files: { 'base/files/a.txt.hbs': '{{> other}}\n' },
    error: { code: 'PLINTH_TEMPLATE_INVALID', line: 1 },
  },
  {
    name: 'a template that asks for a practice that is not there',
    files: { 'base/files/a.txt.hbs': '{{#if (has "cash")}}x{{/if}}\n' },
    error: { code: 'PLINTH_PACK_REFERENCE', path: 'base/files/a.txt.hbs' },
  },
  {
    name: 'a file name that Windows refuses',
    files: { 'base/files/aux.ts': '' },
    error: { code: 'PLINTH_PATH_UNSAFE', path: 'base/files/aux.ts' },
  },
  {
    name: 'a git hook',
    files: { 'base/files/.GIT/hooks/pre-commit': '' },
    error: { code: 'PLINTH_PATH_UNSAFE' },
  },
  {
    name: 'no versions.yaml',
    files: { 'versions.yaml': 'dependencies: 1\n' },
    error: { code: 'PLINTH_PACK_INVALID', path: 'versions.yaml', line: 1 },
  },
];

test.each(mistakes)('$name is refused', ({ files, error }) => {
  expect(() => loadSmallPack(files)).toThrow(expect.objectContaining(error));
});

test('a file is renamed to what a template, a writer, a later rename or a module has there', () => {
  const targets = ['README.md', 'package.json', 'between.md', 'src/orders/a.ts'];
  const renames = ['between.md: README.md', ...targets.map((to, at) => `old${at}.md: ${to}`)];
  const load = (): unknown =>
    loadSmallPack({
      'base/practice.yaml': `${smallPack['base/practice.yaml'] ?? ''}renames: { ${renames.join(', ')} }\n`,
      'base/module/src/__module__/a.ts.hbs': '{{one "camel"}}',
    });
  expect(load).not.toThrow();
});

test('a folder that an editor keeps in a practice is none of its files', () => {
  const { practices } = loadSmallPack({ 'cache/.idea/workspace.xml': '' });
  expect(practices.get('cache')?.files.map(({ source }) => source)).not.toContain(
    'cache/.idea/workspace.xml',
  );
});

describe('what is not a pack', () => {
  test('a folder without pack.yaml is refused', () => {
    expect(() => loadPack(writeFiles({ 'a.txt': '' }))).toThrow(
      expect.objectContaining({ code: 'PLINTH_PACK_UNREADABLE', path: 'pack.yaml' }),
    );
  });

  test('a folder that does not exist is refused', () => {
    expect(() => loadPack('/nowhere/at/all')).toThrow(
      expect.objectContaining({ code: 'PLINTH_PACK_UNREADABLE', path: '/nowhere/at/all' }),
    );
  });

  test('a link in a pack is refused, wherever it leads', () => {
    const folder = writeFiles(smallPack);
    symlinkSync('/etc/hostname', join(folder, 'base/files/hostname'));
    expect(() => loadPack(folder)).toThrow(
      expect.objectContaining({ code: 'PLINTH_PACK_UNREADABLE', path: 'base/files/hostname' }),
    );
  });

  test('a file over 1 MiB is refused', () => {
    const folder = writeFiles({ ...smallPack, 'base/files/big.txt': 'x'.repeat(1024 * 1024 + 1) });
    expect(() => loadPack(folder)).toThrow(
      expect.objectContaining({ code: 'PLINTH_PACK_UNREADABLE', path: 'base/files/big.txt' }),
    );
  });
});
