import fc from 'fast-check';
import type { Option, Pack, Practice } from '../pack/pack.ts';

const base: Practice = {
  id: 'base',
  title: 'Base',
  summary: 'What is always there.',
  group: 'Base',
  implied: false,
  requires: [],
  conflicts: [],
  options: {},
  servers: [],
  tables: [],
  writes: [],
  reads: {},
  contributions: [],
  files: [],
};

/** A pack of practices without files: their choices, and what those say about each other. */
export function packOf(practices: readonly (Partial<Practice> & { readonly id: string })[]): Pack {
  const all = [base, ...practices.map((practice) => ({ ...base, ...practice }))];
  return {
    id: 'random',
    version: '1.0.0',
    title: 'A random pack',
    base: base.id,
    presets: {},
    modules: {},
    dependencies: {},
    actions: {},
    unnamed: {},
    practices: new Map(all.map((practice) => [practice.id, practice])),
    digest: '',
  };
}

/** Any small pack: implied practices, options, requirements in circles, contradictions. */
export function anyPack(most = 6): fc.Arbitrary<Pack> {
  return fc
    .integer({ min: 0, max: most })
    .map((count) => Array.from({ length: count }, (_, index) => `p${index}`))
    .chain((ids) => fc.tuple(...ids.map((id) => anyPractice(id, ids))))
    .map(packOf);
}

function anyPractice(
  id: string,
  ids: readonly string[],
): fc.Arbitrary<Partial<Practice> & { id: string }> {
  const some = (most: number) => fc.subarray([...ids], { maxLength: Math.min(most, ids.length) });
  const option = fc
    .tuple(fc.integer({ min: 1, max: 3 }), some(1), some(1))
    .map(([count, ...requires]): Option => {
      const values = ['a', 'b', 'c'].slice(0, count);
      const choices = values.map((value, index) => [
        value,
        { summary: '', requires: requires[index] ?? [] },
      ]);
      return {
        summary: '',
        default: 'a',
        choices: Object.fromEntries(choices) as Option['choices'],
      };
    });
  return fc.record({
    id: fc.constant(id),
    implied: fc.nat(3).map((one) => one === 0),
    requires: some(1),
    conflicts: some(1).map((others) => others.filter((other) => other !== id)),
    options: fc
      .array(option, { maxLength: 2 })
      .map((options) => Object.fromEntries(options.map((one, index) => [`o${index}`, one]))),
  });
}

/** As many practices as a whole handbook has, most of them with options, some tied to others. */
export function largePack(count: number): Pack {
  const name = (index: number): string => `p${String(index % count).padStart(2, '0')}`;
  const choice = (requires: readonly string[]) => ({ summary: '', requires });
  return packOf([
    { id: 'store', implied: true },
    ...Array.from({ length: count }, (_, index) => ({
      id: name(index),
      requires: index % 7 === 3 ? [name(index - 3)] : [],
      conflicts: index % 11 === 5 ? [name(index - 1)] : [],
      options:
        index % 2 === 1
          ? {}
          : {
              kind: {
                summary: '',
                default: 'a',
                choices: {
                  a: choice([]),
                  b: choice(['store']),
                  ...(index % 6 === 0 ? { c: choice([name(index + 9)]) } : {}),
                },
              },
            },
    })),
  ]);
}
