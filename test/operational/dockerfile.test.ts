import { describe, expect, it } from 'vitest';
import { dockerfiles } from '../../src/verify/operational/dockerfiles.ts';
import { variantsOf } from './rendered.ts';
import { loaded } from './tool.ts';

const variants = variantsOf('Dockerfile');
const [first] = variants;
const dockerfile = first?.text ?? '';

const complaints = await loaded(dockerfiles);

describe('the Dockerfile', () => {
  it.each(variants)('passes the linter: $name', async ({ text }) => {
    expect(await complaints('Dockerfile', text)).toEqual([]);
  });

  it.each([
    ['an unknown instruction', 'WORKDIR /app', 'WROKDIR /app'],
    ['an unknown flag', '--from=build', '--form=build'],
    ['a stage without a name', ' AS build', ' AS'],
    ['a health check without a command', /CMD \["node", "-e".*\n/, '\n'],
  ])('fails it with %s', async (_, before, after) => {
    const broken = dockerfile.replace(before, after);
    expect(broken).not.toBe(dockerfile);
    expect(await complaints('Dockerfile', broken)).not.toEqual([]);
  });
});
