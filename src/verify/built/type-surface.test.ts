import ts from 'typescript';
import { expect, test } from 'vitest';
import { writeFiles, type Files } from '../../pack/testing.ts';
import { typedPrograms } from './typed-programs.ts';
import { typeSurfaces } from './type-surface.ts';

const files: Files = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      target: 'es2024',
      strict: true,
      noEmit: true,
      types: [],
      allowImportingTsExtensions: true,
    },
    include: ['src'],
  }),
  'src/main.ts': "import { service } from './service.ts';\nexport const main = service();\n",
  'src/service.ts':
    "import { price } from './price.ts';\nexport function service(): Order {\n  return { total: price(2) };\n}\nexport interface Order { readonly total: number }\n",
  'src/price.ts': 'export const price = (n: number): number => n * 2;\n',
  'src/other.ts': 'export const other = 1;\n',
};

/** The files whose types can see a change. */
function seeing(changes: Files): readonly string[] {
  const [before, after] = [files, { ...files, ...changes }].map((version) => {
    const folder = writeFiles(version);
    const programs = typedPrograms(ts, folder, Object.keys(version));
    const surfaces = typeSurfaces(ts, folder, programs);
    return new Map(Object.keys(version).map((path) => [path, surfaces.seenBy(path)]));
  });
  return Object.keys(files).filter((path) => before?.get(path) !== after?.get(path));
}

test('a change behind unchanged declarations is seen by nobody else', () => {
  const changed = 'export const price = (n: number): number => n * 3;\n';
  expect(seeing({ 'src/price.ts': changed })).toEqual(['src/price.ts']);
});

test('a changed declaration is seen by those who import it, as far as they show it', () => {
  const changed = 'export const price = (n: number, vat = 0): number => n + vat;\n';
  expect(seeing({ 'src/price.ts': changed })).toEqual(['src/service.ts', 'src/price.ts']);
});

test('a type is seen through a file that only hands it on', () => {
  const inferred = "import { order } from './order.ts';\nexport const service = () => order;\n";
  const at = (type: string): Files => ({
    'src/service.ts': inferred,
    'src/order.ts': `import type { Order } from './types.ts';\nexport declare const order: Order;\n`,
    'src/types.ts': `export interface Order { readonly total: ${type} }\n`,
  });
  const keys = ['number', 'string'].map((type) => {
    const version = { ...files, ...at(type) };
    const folder = writeFiles(version);
    const programs = typedPrograms(ts, folder, Object.keys(version));
    return typeSurfaces(ts, folder, programs).seenBy('src/main.ts');
  });
  expect(keys[0]).not.toBe(keys[1]);
});

test('what is added to a module everywhere is seen everywhere', () => {
  const adds = 'declare global {\n  var added: number;\n}\nexport const other = 1;\n';
  expect(seeing({ 'src/other.ts': adds })).toEqual([
    'src/main.ts',
    'src/service.ts',
    'src/price.ts',
    'src/other.ts',
  ]);
});

test('in a circle every text counts', () => {
  const circle = "import './main.ts';\nexport const price = (n: number): number => n * 2;\n";
  const version = { ...files, 'src/price.ts': circle };
  const digest = (text: string) => {
    const folder = writeFiles({ ...version, 'src/service.ts': text });
    const programs = typedPrograms(ts, folder, Object.keys(version));
    return typeSurfaces(ts, folder, programs).seenBy('src/main.ts');
  };
  const service = files['src/service.ts'] ?? '';
  expect(digest(service)).not.toBe(digest(`// A comment.\n${service}`));
});
