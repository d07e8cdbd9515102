import fc from 'fast-check';
import type { ModuleAnswers } from './answers.ts';
import { modifiers, parseField, scalarTypes } from './field.ts';

/** A word of the longest kind and the shortest: both end where lines are broken. */
const word = (most: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.stringMatching(new RegExp(`^[a-z][a-z0-9]{0,${most - 2}}q$`)),
    fc.stringMatching(new RegExp(`^[a-z][a-z0-9]{${most - 3},${most - 2}}q$`)),
  );

const camelCase: fc.Arbitrary<string> = fc
  .array(word(9), { minLength: 1, maxLength: 2 })
  .map(([first = '', second = '']) => first + second.charAt(0).toUpperCase() + second.slice(1));

const enumeration: fc.Arbitrary<string> = fc
  .uniqueArray(word(20), { minLength: 2, maxLength: 9 })
  .map((values) => `enum(${values.join(',')})`);

const plural: fc.Arbitrary<string> = fc
  .array(word(9), { minLength: 1, maxLength: 3 })
  .map((words) => `${words.join('-')}s`)
  .filter((name) => name.length <= 30);

/** Any module that has no other one to refer to but itself and `users`. */
export const anyModule: fc.Arbitrary<ModuleAnswers> = plural.chain((name) => {
  const optional = (spec: string): string => (spec === name ? `${spec}:optional` : spec);
  const spec = fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...scalarTypes.filter((type) => type !== 'enum')) },
        { weight: 1, arbitrary: enumeration },
        { weight: 1, arbitrary: fc.constantFrom('users', name).map(optional) },
      ),
      fc.subarray([...modifiers]),
    )
    .map(([type, chosen]) => [...new Set([...type.split(':'), ...chosen])].join(':'));
  const field = fc
    .tuple(camelCase, spec)
    .filter(([key, text]) => !('problem' in parseField(key, text)));
  return fc
    .uniqueArray(field, { minLength: 1, maxLength: 9, selector: ([key]) => key.toLowerCase() })
    .map((fields) => ({ [name]: { fields: Object.fromEntries(fields) } }));
});
