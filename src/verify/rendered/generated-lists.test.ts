import { expect, test } from 'vitest';
import { generatedLists } from './generated-lists.ts';
import { found } from './testing.ts';

test('a rule that names a practice which is not there is found', async () => {
  const files = {
    'boundaries.gen.js':
      "export const requires = {\n  cache: ['store', 'other-one'],\n  'dead-letters': [],\n  store: [],\n};\n",
    'src/practices.gen.ts': '',
    'src/practices/cache/practice.ts': '',
    'src/practices/store/practice.ts': '',
  };
  expect(await found(generatedLists(), files)).toEqual([
    'boundaries.gen.js: names other-one, and there is no src/practices/other-one/',
    'boundaries.gen.js: names dead-letters, and there is no src/practices/dead-letters/',
  ]);
});
