import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import { isReservedName } from '../selection/reserved-words.ts';
import { resolve } from '../selection/resolve.ts';
import { requiredModules } from '../selection/samples.ts';
import { scalarTypes } from '../selection/field.ts';
import { render } from './render.ts';

const pack = loadPack(join(import.meta.dirname, '../../templates'));

/** A field of every type, and references of every kind. */
const fields = {
  ...Object.fromEntries(
    scalarTypes.map((type) => [`q${type}`, type === 'enum' ? 'enum(a,b):index' : type]),
  ),
  quser: 'users',
  qself: 'zebras:optional:unique',
  qtext2: 'text:unique',
};

/** Every name that the code of a module declares or imports. */
function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isBindingElement(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isImportSpecifier(node);
    if (declares && node.name && ts.isIdentifier(node.name)) names.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest));
  return names;
}

test('no module can be called what its code calls its own things', () => {
  const selection = resolve(pack, {
    name: 'svc',
    practices: {},
    modules: { ...requiredModules(pack), zebras: { fields } },
    packageManager: { name: 'npm' },
    node: 'system',
  });
  const files = [...render(pack, selection, '1.0.0').files.values()].filter(({ path }) =>
    path.includes('/zebras'),
  );
  const names = files.flatMap(({ bytes }) => namesIn(Buffer.from(bytes).toString('utf8')));
  const nouns = new Set(
    names
      .filter((name) => !/zebra|^_|^.$/i.test(name))
      .map((name) => name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()),
  );
  const free = [...nouns].filter((noun) => !isReservedName(noun)).sort();
  expect(free).toEqual([]);
});
