import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const templates = join(import.meta.dirname, '..', '..', 'templates');
const practices = readdirSync(templates, { withFileTypes: true }).filter((one) =>
  one.isDirectory(),
);

const factories =
  'badRequest|conflict|forbidden|notFound|tooLarge|unauthenticated|unavailable|unprocessable';
const detail = String.raw`(?:'(?:[^'\\]|\\.)*'|"[^"]*"|\`[^\`]*\`|\w+)`;
/** Where a code stands: beside a status, or behind the detail of an error. */
const codes = [
  /AppError\(\s*\d{3},\s*'([a-z-]+)'/g,
  /\[\d{3}, '([a-z-]+)'/g,
  /\b[45]\d\d: \['([a-z-]+)'/g,
  new RegExp(String.raw`\b(?:${factories})\(\s*${detail},\s*'([a-z-]+)'`, 'g'),
];

const read = (...path: readonly string[]) => readFileSync(join(templates, ...path), 'utf8');

function codesOf(practice: string): string[] {
  const sources = readdirSync(join(templates, practice), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ts(\.hbs)?$/.test(path) && !path.includes('.test.'))
    .map((path) => read(practice, path));
  const found = sources.flatMap((source) =>
    codes.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code = '']) => code)),
  );
  return [...new Set(found)].sort();
}

describe.each(practices.map(({ name }) => name))('the documents of %s', (practice) => {
  const documented = read('service', 'README.md') + read(practice, 'README.md');

  it('list every error code that it answers with', () => {
    expect(codesOf(practice).filter((code) => !documented.includes(`\`${code}\``))).toEqual([]);
  });
});

it('finds the codes that it looks for', () => {
  expect(codesOf('service')).toEqual(
    expect.arrayContaining(['bad-cursor', 'headers-too-large', 'out-of-stock', 'too-large']),
  );
  expect(codesOf('auth')).toEqual(
    expect.arrayContaining(['busy', 'identity-provider-down', 'invalid-token']),
  );
});
