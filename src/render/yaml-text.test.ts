import fc from 'fast-check';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Data } from '../pack/pack.ts';
import { yamlText } from './yaml-text.ts';

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('yes', 'null', '~', '1', '0x1f', '1e3', '5s', '1:30', "it's", 'a: b', '- a', '#'),
  fc.constantFrom(
    '${A:-b}',
    '{a}',
    '[a]',
    '*a',
    '&a',
    '!a',
    '',
    ' a',
    'a ',
    'a\nb',
    '"',
    '2026-01-01',
  ),
);

const data: fc.Arbitrary<Readonly<Record<string, Data>>> = fc.letrec<{
  map: Readonly<Record<string, Data>>;
  value: Data;
}>((tie) => ({
  map: fc.dictionary(
    text.filter((key) => key !== '' && key !== '<<'),
    tie('value'),
    { maxKeys: 4 },
  ),
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('map'),
  ),
})).map;

test('a YAML 1.2 and a YAML 1.1 parser read back what went in', () => {
  fc.assert(
    fc.property(data, (value) => {
      const written = yamlText(value);
      expect(parse(written), written).toEqual(value);
      expect(parse(written, { version: '1.1' }), written).toEqual(value);
    }),
    { numRuns: 400 },
  );
});

test.each(['E0', '.5', '1e3', '_1', 'no', '5s'])('the string %s stays one', (text) => {
  const written = yamlText({ [text]: text });
  expect(parse(written)).toEqual({ [text]: text });
  expect(parse(written, { version: '1.1' })).toEqual({ [text]: text });
});

test('it is written as Prettier formats it', async () => {
  const value = {
    services: {
      app: { command: ['a', '--b', '', 'c d'], ports: ['${PORT:-3000}:3000'], depends_on: {} },
      store: { image: 'store:1', test: ['CMD', "it's"], interval: '5s', retries: 5, x: ['yes'] },
    },
    volumes: { data: {} },
  };
  const options = { parser: 'yaml', singleQuote: true, printWidth: 100 } as const;
  expect(await format(yamlText(value), options)).toBe(yamlText(value));
});
