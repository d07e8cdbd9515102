import { expect, test } from 'vitest';
import { dataSyntax } from './data-syntax.ts';
import { found } from './testing.ts';

test.each([
  ['a.json', '{ "a": 1, "b": { "a": 1, "a": 2 } }\n', /has the key "a" twice, in line 1/],
  ['a.json', '{ "a": 1, }\n', /is not JSON: .* in line 1/],
  ['a.json', '// why\n{}\n', /is not JSON: InvalidCommentToken in line 1/],
  ['a.json', '{\n', /is not JSON/],
  ['a.yaml', 'a: 1\nb: 2\na: 3\n', /is not YAML: Map keys must be unique/],
  ['.github/workflows/ci.yml', 'a: [1\n', /is not YAML/],
])('%s with %j is found', async (path, text, message) => {
  const problems = await found(dataSyntax(), { [path]: text });
  expect(problems).toContainEqual(expect.stringMatching(message));
});

test('a key in two maps, a comment for the compiler and several documents are right', async () => {
  const files = {
    'a.json': '[{ "a": 1 }, { "a": 2, "b": { "a": 3 } }]\n',
    'tsconfig.build.json': '{\n  // why\n  "include": ["src"],\n}\n',
    'a.yaml': 'a: { b: 1 }\nc: { b: 2 }\n---\na: 1\n',
    'a.ts': '{{{',
  };
  expect(await found(dataSyntax(), files)).toEqual([]);
});
