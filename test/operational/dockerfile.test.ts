import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { variantsOf } from './rendered.ts';

const variants = variantsOf('Dockerfile');
const [first] = variants;
const dockerfile = first?.text ?? '';

function complaints(text: string): readonly unknown[] {
  return validate(text).map(({ message }) => message);
}

describe('the Dockerfile', () => {
  it.each(variants)('passes the linter: $name', ({ text }) => {
    expect(complaints(text)).toEqual([]);
  });

  it.each([
    ['an unknown instruction', 'WORKDIR /app', 'WROKDIR /app'],
    ['an unknown flag', '--from=build', '--form=build'],
    ['a stage without a name', ' AS build', ' AS'],
    ['a health check without a command', /CMD \["node", "-e".*\n/, '\n'],
  ])('fails it with %s', (_, before, after) => {
    const broken = dockerfile.replace(before, after);
    expect(broken).not.toBe(dockerfile);
    expect(complaints(broken)).not.toEqual([]);
  });
});
