import { noteCondition } from './reads.ts';
import { sortedKeys } from '../pack/order.ts';
import type { Practice } from '../pack/pack.ts';
import type { WriterInput } from './writer.ts';

/** Writes src/practices.gen.ts: the entry point of every practice present, one a line. */
export function writeEntries(input: WriterInput): string {
  return exportLines(
    presentWith(input, 'entry').map(
      ({ id, entry }) => `export { ${entry ?? ''} } from './practices/${id}/practice.ts';`,
    ),
  );
}

/** Writes test/fixtures.gen.ts: what the tests of other practices use of each practice present. */
export function writeFixtures(input: WriterInput): string {
  return exportLines(
    presentWith(input, 'fixture').map(
      ({ id, fixture }) => `export { ${fixture ?? ''} } from '../src/practices/${id}/testing.ts';`,
    ),
  );
}

/** Writes src/modules.gen.ts: every module, one a line. */
export function writeModules(input: WriterInput): string {
  input.reads.answers.add('modules');
  return exportLines(
    sortedKeys(input.selection.modules).map(
      (name) => `export { ${camelCase(name)} } from './modules/${name}/module.ts';`,
    ),
  );
}

/** Writes eslint.boundaries.gen.js: which practice may import which. */
export function writeBoundaries(input: WriterInput): string {
  const lines = presentWith(input, 'entry').map(({ id }) => {
    noteOptions(input, id);
    const names = (input.selection.requires.get(id) ?? []).map((name) => `'${name}'`);
    const key = /^[a-z]\w*$/.test(id) ? id : `'${id}'`;
    const short = `  ${key}: [${names.join(', ')}],`;
    if (short.length <= 100) return short;
    return [`  ${key}: [`, ...names.map((name) => `    ${name},`), '  ],'].join('\n');
  });
  return lines.length === 0
    ? 'export const requires = {};\n'
    : `export const requires = {\n${lines.join('\n')}\n};\n`;
}

/** The practices present that have `key`, in order of id. */
function presentWith(input: WriterInput, key: 'entry' | 'fixture'): readonly Practice[] {
  return [...input.pack.practices.values()].filter((practice) => {
    if (practice[key] === undefined) return false;
    noteCondition(input.reads, practice.id, []);
    const present = input.selection.practices.has(practice.id);
    if (present) input.owners.add(practice.id);
    return present;
  });
}

/** What a practice requires may hang on its options. */
function noteOptions(input: WriterInput, id: string): void {
  const options = input.pack.practices.get(id)?.options ?? {};
  for (const [name, { choices }] of Object.entries(options)) {
    const decides = Object.values(choices).some(({ requires }) => requires.length > 0);
    if (decides) input.reads.options.add(`${id}.${name}`);
  }
}

function exportLines(lines: readonly string[]): string {
  return lines.length === 0 ? 'export {};\n' : `${lines.join('\n')}\n`;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
