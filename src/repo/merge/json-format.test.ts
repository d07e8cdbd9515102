import { describe, expect, test } from 'vitest';
import { mergeText } from './merge-text.ts';
import { merged } from './testing.ts';

function manifest(dependencies: Readonly<Record<string, string>>, rest: object = {}): string {
  return `${JSON.stringify({ name: 'svc', dependencies, ...rest }, null, 2)}\n`;
}

describe('package.json', () => {
  test('both append a dependency', () => {
    const base = manifest({ fastify: '5.0.0' });
    const next = manifest({ fastify: '5.0.0', ioredis: '6.0.0' });
    const ours = manifest({ fastify: '5.0.0', graphql: '16.0.0' });
    expect(merged('package.json', base, next, ours)).toBe(
      manifest({ fastify: '5.0.0', graphql: '16.0.0', ioredis: '6.0.0' }),
    );
  });

  test('a version that the user moved beyond ours is kept, and said', () => {
    const result = mergeText('package.json', {
      base: manifest({ fastify: '5.0.0' }),
      next: manifest({ fastify: '5.1.0' }),
      ours: manifest({ fastify: '5.2.0' }),
    });
    expect(result).toEqual({
      kind: 'merged',
      text: manifest({ fastify: '5.2.0' }),
      reports: ['fastify: kept 5.2.0; the template has 5.1.0'],
    });
  });

  test('a version that the template moved further is taken, and said', () => {
    const result = mergeText('package.json', {
      base: manifest({ fastify: '5.0.0' }),
      next: manifest({ fastify: '5.2.0' }),
      ours: manifest({ fastify: '5.1.0' }),
    });
    expect(result).toMatchObject({
      text: manifest({ fastify: '5.2.0' }),
      reports: ['fastify: took 5.2.0; you had 5.1.0'],
    });
  });

  test('a range of the user that takes our version in is kept', () => {
    expect(
      merged(
        'package.json',
        manifest({ fastify: '5.0.0' }),
        manifest({ fastify: '5.2.0' }),
        manifest({ fastify: '^5.0.0' }),
      ),
    ).toBe(manifest({ fastify: '^5.0.0' }));
  });

  test.each([
    ['a version that the user went back to', '5.0.0', '5.2.0', '4.9.0'],
    ['a source that is no version', '5.0.0', '5.2.0', 'file:../fastify'],
  ])('%s is a conflict', (_, base, next, ours) => {
    expect(
      merged(
        'package.json',
        manifest({ fastify: base }),
        manifest({ fastify: next }),
        manifest({ fastify: ours }),
      ),
    ).toBe('conflict: dependencies.fastify: changed by you and by the template');
  });

  test('a field that both changed is a conflict, shown between markers, and all else is merged', () => {
    const result = mergeText('package.json', {
      base: manifest({ a: '1.0.0' }, { type: 'module' }),
      next: manifest({ a: '1.0.0', b: '1.0.0' }, { type: 'commonjs' }),
      ours: manifest({ a: '1.0.0' }, { type: 'neither' }),
    });
    expect(result).toEqual({
      kind: 'conflict',
      reason: 'type: changed by you and by the template',
      marked: `{
  "name": "svc",
  "dependencies": {
    "a": "1.0.0",
    "b": "1.0.0"
  },
<<<<<<< yours
  "type": "neither"
=======
  "type": "commonjs"
>>>>>>> plinth
}
`,
    });
  });

  test('order, indentation and what the user wrote on one line stay', () => {
    const base = manifest({ a: '1.0.0', b: '1.0.0' }, { files: ['dist'] });
    const next = manifest({ a: '1.0.0', c: '1.0.0' }, { files: ['dist'], type: 'module' });
    const ours = `{\n    "files": [ "dist" ],\n    "dependencies": { "b": "1.0.0", "own": "2.0.0", "a": "1.0.0" },\n    "name": "svc"\n}`;
    expect(merged('package.json', base, next, ours)).toBe(
      `{\n    "files": [ "dist" ],\n    "type": "module",\n    "dependencies": { "own": "2.0.0", "a": "1.0.0", "c": "1.0.0" },\n    "name": "svc"\n}`,
    );
  });

  test('an item of a list that both replaced is a conflict, never there twice', () => {
    const [base, next, ours] = ['v1', 'v2', 'ours'].map((name) =>
      manifest({}, { files: ['dist', `lib-${name}`] }),
    ) as [string, string, string];
    expect(merged('package.json', base, next, ours)).toMatch('conflict: files');
    expect(merged('package.json', base, next, next)).toBe(next);
  });

  test('a map that the template gives up keeps what the user put into it', () => {
    const base = manifest({}, { overrides: { a: '1.0.0' } });
    const ours = manifest({}, { overrides: { a: '1.0.0', mine: '2.0.0' } });
    expect(merged('package.json', base, manifest({}), ours)).toBe(
      manifest({}, { overrides: { mine: '2.0.0' } }),
    );
  });

  test('what the user deleted stays deleted, and is said when the template changed it', () => {
    const result = mergeText('package.json', {
      base: manifest({ a: '1.0.0', b: '1.0.0' }),
      next: manifest({ a: '1.1.0', b: '1.0.0', c: '1.0.0' }),
      ours: manifest({ b: '1.0.0' }),
    });
    expect(result).toMatchObject({
      text: manifest({ b: '1.0.0', c: '1.0.0' }),
      reports: ['dependencies.a: deleted by you, changed by the template'],
    });
  });

  test('a key that the user has twice is merged line by line, and said', () => {
    const result = mergeText('package.json', {
      base: '{\n  "a": 1,\n  "b": 1,\n  "z": 1\n}\n',
      next: '{\n  "a": 1,\n  "b": 1,\n  "z": 2\n}\n',
      ours: '{\n  "a": 1,\n  "a": 2,\n  "b": 1,\n  "z": 1\n}\n',
    });
    expect(result).toEqual({
      kind: 'merged',
      text: '{\n  "a": 1,\n  "a": 2,\n  "b": 1,\n  "z": 2\n}\n',
      reports: ['has a mistake in it, or a key twice: merged line by line'],
    });
  });

  test('what is no JSON any more is merged by lines, or is a conflict', () => {
    const base = '{\n  "a": 1,\n  "b": 1,\n  "c": 1\n}\n';
    const ours = '{\n  "a": 1,\n  "b": 1,\n  "c": 1,,\n}\n';
    const next = '{\n  "a": 2,\n  "b": 1,\n  "c": 1\n}\n';
    expect(merged('package.json', base, next, ours)).toBe(ours.replace('"a": 1', '"a": 2'));
  });
});

test('comments and trailing commas of a tsconfig.json stay', () => {
  const base = '{\n  "compilerOptions": {\n    "strict": true,\n    "lib": ["es2024"]\n  }\n}\n';
  const next = base
    .replace('"strict": true', '"strict": true,\n    "noEmit": true')
    .replace('es2024"', 'es2025"');
  const ours =
    '{\n\t// ours\n\t"compilerOptions": {\n\t\t"lib": ["es2024"], // the library\n\t\t"strict": true, /* always */\n\t\t"jsx": "preserve", // the last\n\t},\n}\n';
  expect(merged('tsconfig.json', base, next, ours)).toBe(
    '{\n\t// ours\n\t"compilerOptions": {\n\t\t"lib": ["es2025"], // the library\n\t\t"strict": true, /* always */\n\t\t"noEmit": true,\n\t\t"jsx": "preserve", // the last\n\t},\n}\n',
  );
});
