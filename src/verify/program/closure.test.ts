import { expect, test } from 'vitest';
import { closuresIn, type DeclaredReads } from './closure.ts';
import { fileFacts } from './file-facts.ts';
import { treeWith } from './testing.ts';

const tree = treeWith({
  'src/main.ts': "import './a.ts';",
  'src/a.ts': "import './b.ts'; import 'kysely';",
  'src/b.ts': "import './a.ts';",
  'src/alone.ts': '',
  'src/reader.ts': "import { readFileSync } from 'node:fs'; import './alone.ts';",
  'src/user.ts': "import './reader.ts';",
  'data/one.json': '{}',
  'data/two.json': '{}',
});
const closures = (declared: DeclaredReads = {}) => closuresIn(tree, fileFacts, declared);
const sorted = (found: ReadonlySet<string> | undefined) => found && [...found].sort();

test('what a file needs is what it names, and what that names, in circles too', () => {
  expect(sorted(closures().run(['src/main.ts']))).toEqual(['src/a.ts', 'src/b.ts', 'src/main.ts']);
});

test('what reaches files without saying which needs who knows what', () => {
  expect(closures().run(['src/user.ts'])).toBeUndefined();
  expect(sorted(closures().compiled(['src/user.ts']))).toEqual([
    'src/alone.ts',
    'src/reader.ts',
    'src/user.ts',
  ]);
});

test('what is declared to be read is needed to run, and not to compile', () => {
  const declared = { 'src/reader.ts': ['data/**', '!data/two.json'] };
  expect(sorted(closures(declared).run(['src/user.ts']))).toEqual([
    'data/one.json',
    'src/alone.ts',
    'src/reader.ts',
    'src/user.ts',
  ]);
  expect(closures(declared).compiled(['src/user.ts']).has('data/one.json')).toBe(false);
});
