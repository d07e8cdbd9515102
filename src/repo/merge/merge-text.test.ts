import { expect, test } from 'vitest';
import { mergeText } from './merge-text.ts';
import { merged } from './testing.ts';

const lines = (...names: readonly string[]): string => names.map((name) => `${name}\n`).join('');

test.each([
  ['edits apart', 'a x b c', 'a b c y', 'a x b c y'],
  ['edits side by side', 'A b c', 'a B c', 'A B c'],
  ['the same edit', 'a x b c', 'a x b c', 'a x b c'],
])('%s are both taken', (_, next, ours, expected) => {
  const side = (text: string): string => lines(...text.split(' '));
  expect(merged('src/a.ts', lines('a', 'b', 'c'), side(next), side(ours))).toBe(side(expected));
});

test.each([
  ['the template goes on', 'a\nb\n', 'a\nb\nc\n', 'a\nb', 'a\nb\nc'],
  ['the user goes on', 'a\nb', 'a\nB', 'a\nb\nc\n', 'a\nB\nc\n'],
  ['the template ends it', 'a\nb', 'a\nb\n', 'x\nb', 'x\nb\n'],
  ['only the user left it out', 'a\nb\n', 'A\nb\n', 'a\nb', 'A\nb'],
])('a last line without an end never joins another: %s', (_, base, next, ours, expected) => {
  expect(merged('src/a.ts', base, next, ours)).toBe(expected);
});

test('edits of one line are a conflict, as git shows it', () => {
  const texts = { base: lines('a', 'b'), next: lines('A', 'b'), ours: lines('X', 'b') };
  expect(mergeText('src/a.ts', texts)).toMatchObject({
    kind: 'conflict',
    marked: '<<<<<<< yours\nX\n||||||| before\na\n=======\nA\n>>>>>>> plinth\nb\n',
  });
});

test('two insertions at one place are a conflict', () => {
  expect(merged('src/a.ts', lines('a', 'b'), lines('a', 'x', 'b'), lines('a', 'y', 'b'))).toMatch(
    'conflict',
  );
});

test.each([
  ['imports', 'src/a.ts', "import { x } from 'x';", "import { y } from 'y';"],
  ['list items of a document', 'README.md', '- **Queue**', '- Ours'],
  ['ignored names', '.gitignore', 'coverage/', '.idea/'],
])('%s that both added are both there', (_, path, theirs, own) => {
  expect(merged(path, lines('a', 'b'), lines('a', theirs, 'b'), lines('a', own, 'b'))).toBe(
    lines('a', own, theirs, 'b'),
  );
});

test('markers that stand in the user’s file already are a conflict', () => {
  const ours = lines('a', '<<<<<<< HEAD', 'x', '=======', 'y', '>>>>>>> other', 'b');
  expect(merged('src/a.ts', lines('a', 'b'), lines('a', 'b', 'c'), ours)).toMatch('conflict');
});
