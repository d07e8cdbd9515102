import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as prettier from 'prettier';
import { afterEach, expect, test } from 'vitest';
import { formatting } from './formatting.ts';
import { found } from './testing.ts';

const check = formatting(prettier);
afterEach(() => check.close());

const configured = {
  '.prettierrc.json': '{ "singleQuote": true }\n',
  '.prettierignore': 'dist/\n',
};

test('a file that Prettier would write differently is found, and one that it cannot read', async () => {
  const files = {
    ...configured,
    'src/a.ts': 'const a = "b"\n',
    'src/b.ts': 'const = ;\n',
    'README.md': '* a\n',
  };
  expect(await found(check, files)).toEqual([
    'README.md: is not formatted as Prettier would',
    'src/a.ts: is not formatted as Prettier would',
    'src/b.ts: Prettier cannot read it: Variable declaration expected. (1:7)',
  ]);
});

test('the configuration is that of the service', async () => {
  const files = {
    ...configured,
    'src/a.ts': "const a = 'b';\n",
    'dist/a.js': 'const a="b"\n',
    Dockerfile: 'FROM   node\n',
  };
  expect(await found(check, files)).toEqual([]);
  expect(await found(check, { ...files, '.prettierrc.json': '{ "semi": false }\n' })).toEqual([
    'src/a.ts: is not formatted as Prettier would',
  ]);
  const wide = {
    '.editorconfig': 'root = true\n[*]\nindent_style = tab\n',
    'a.json': '{\n\t"a": 1\n}\n',
  };
  expect(await found(check, wide)).toEqual([]);
});

test('nothing stays behind', async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('plinth-formatting-'));
  const before = left();
  const own = formatting(prettier);
  await found(own, configured);
  await own.close();
  expect(left()).toEqual(before);
});
