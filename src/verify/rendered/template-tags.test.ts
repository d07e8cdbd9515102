import { expect, test } from 'vitest';
import { templateTags } from './template-tags.ts';
import { found } from './testing.ts';

test.each([
  ['# {{name}}\n', '{{name}}', 1],
  ['a\n{{#if (has "cache")}}\n', '{{#if (has "cache")}}', 2],
  ['a\nb\n{{/if}}\n', '{{/if}}', 3],
  ['{{{run "dev"}}}\n', '{{{run "dev"}}', 1],
  ['group: $\\{{ github.ref }}\n', '\\{{', 1],
])('%j has a tag left over', async (text, tag, line) => {
  expect(await found(templateTags(), { 'x.md': text })).toEqual([
    `x.md: has ${tag} left over, in line ${line}`,
  ]);
});

test('expressions of workflows, diagrams and code are no tags', async () => {
  const files = {
    '.github/workflows/ci.yml': 'group: ${{ github.workflow }}-${{ github.ref }}\n',
    'docs/architecture.md': 'cache{{"Cache: memory"}}\n',
    'src/a.ts': 'const a = { b: {} };\nconst c = `${a.b}{${1}}`;\n',
  };
  expect(await found(templateTags(), files)).toEqual([]);
});
