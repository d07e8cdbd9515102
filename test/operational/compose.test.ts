import { beforeAll, expect, it } from 'vitest';
import { composeFiles } from '../../src/verify/operational/compose-files.ts';
import type { Complaints } from '../../src/verify/operational/operational-tool.ts';
import { variantsOf } from './rendered.ts';
import { describeWith, loaded } from './tool.ts';

const variants = variantsOf('ops/compose.yaml');
const [first] = variants;
const compose = first?.text ?? '';

let complaints: Complaints;

describeWith('docker-compose')('the compose file', () => {
  beforeAll(async () => {
    complaints = await loaded(composeFiles);
  });

  it.each(variants)('is understood by docker-compose: $name', async ({ text }) => {
    expect(await complaints('compose.yaml', text)).toEqual([]);
  });

  it.each([
    ['an unknown key', /\bimage:/, 'imgae:'],
    ['an unknown condition', 'service_healthy', 'service_heathy'],
    ['a service that is not there', /\n {6}postgres:\n/, '\n      postgers:\n'],
  ])('is refused with %s', async (_, before, after) => {
    const broken = compose.replace(before, after);
    expect(broken).not.toBe(compose);
    expect(await complaints('compose.yaml', broken)).not.toEqual([]);
  });
});
