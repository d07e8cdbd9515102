import { expect, test } from 'vitest';
import { links } from './links.ts';
import { markdownFacts } from './markdown-facts.ts';
import { found } from './testing.ts';
import { oncePerFile } from './text-file.ts';

const check = () => links(oncePerFile(markdownFacts));

const guide = {
  'docs/guide.md': [
    '# The guide',
    '## `npm run dev`, and *more*!',
    '## A [link](https://example.com) in it',
    '## Twice',
    '## Twice',
    '<a id="own"></a>',
    '```',
    '# not a heading',
    '```',
    '',
  ].join('\n'),
};

test.each([
  ['[a](docs/none.md)', 'links to docs/none.md, and there is no docs/none.md'],
  ['![a](docs/none.png "title")', 'links to docs/none.png, and there is no docs/none.png'],
  ['[a]: ./none.md', 'links to ./none.md, and there is no none.md'],
  ['[a](../out.md)', 'links to ../out.md, and there is no ../out.md'],
  [
    '[a](docs/guide.md#none)',
    'links to docs/guide.md#none, and docs/guide.md has no heading "none"',
  ],
  [
    '[a](docs/guide.md#not-a-heading)',
    'links to docs/guide.md#not-a-heading, and docs/guide.md has no heading "not-a-heading"',
  ],
  ['[a](#none)', 'links to #none, and README.md has no heading "none"'],
])('%s leads nowhere', async (text, message) => {
  expect(await found(check(), { ...guide, 'README.md': `# Me\n\n${text}\n` })).toEqual([
    `README.md: ${message}`,
  ]);
});

test.each([
  '[a](docs/guide.md#npm-run-dev-and-more)',
  '[a](docs/guide.md#a-link-in-it)',
  '[a](docs/guide.md#twice) [b](docs/guide.md#twice-1) [c](docs/guide.md#own)',
  '[a](docs/) [b](docs) [c](#me) [d](<docs/guide.md>)',
  '[a](https://example.com/none) [b](mailto:a@example.com)',
  '`[a](none.md)` and ``[b](none.md)``',
  '```md\n[a](none.md)\n```',
  'a[0](1) is no link to [b] (none.md)'.replace('(1)', '(docs/guide.md)'),
])('%s leads somewhere', async (text) => {
  expect(await found(check(), { ...guide, 'README.md': `# Me\n\n${text}\n` })).toEqual([]);
});
