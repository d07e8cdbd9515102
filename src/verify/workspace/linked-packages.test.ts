import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { scratchFolder, writeFiles } from '../../pack/testing.ts';
import { linkPackages } from './linked-packages.ts';

const modules = () =>
  join(
    writeFiles({
      'node_modules/one/package.json': '{ "name": "one", "main": "x.js", "bin": "cli.js" }',
      'node_modules/one/x.js': "module.exports = require('two');",
      'node_modules/one/cli.js': '#!/usr/bin/env node\nconsole.log("one");',
      'node_modules/two/package.json': '{ "name": "two", "main": "x.js" }',
      'node_modules/two/x.js': 'module.exports = 2;',
      'node_modules/@a/b/package.json': '{ "name": "@a/b", "bin": { "c": "c.js" } }',
      'node_modules/@a/b/c.js': '',
    }),
    'node_modules',
  );

test('a program has the packages that it declares, their programs, and no others', async () => {
  const folder = scratchFolder();
  await linkPackages(folder, ['one', '@a/b'], modules());
  const node = (code: string) =>
    execa(process.execPath, ['-p', code], { cwd: folder, reject: false });
  // What a declared package depends on itself is there for it, and for nobody else.
  expect((await node("require('one')")).stdout).toBe('2');
  expect((await node("require('two')")).stderr).toContain("Cannot find module 'two'");
  const { stdout } = await execa(join(folder, 'node_modules/.bin/one'));
  expect(stdout).toBe('one');
  expect(existsSync(join(folder, 'node_modules/.bin/c'))).toBe(true);
});

test('the packages of an earlier program are gone', async () => {
  const folder = scratchFolder();
  const from = modules();
  await linkPackages(folder, ['one'], from);
  await linkPackages(folder, ['two'], from);
  expect(existsSync(join(folder, 'node_modules/one'))).toBe(false);
  expect(readFileSync(join(folder, 'node_modules/two/x.js'), 'utf8')).toContain('2');
});
