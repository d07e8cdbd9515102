import { expect, test } from 'vitest';
import { loadSmallPack, smallPack } from '../../pack/testing.ts';
import { pipelinePackages } from './pipeline-packages.ts';
import { found } from './testing.ts';

const base = smallPack['base/practice.yaml'] ?? '';
const pack = loadSmallPack({
  'base/practice.yaml': `${base}  - packages: [postgresql]\n  - { when: { cache: true }, packages: [redis-server] }\n`,
});
const install = (names: string) => `check:\n  script:\n    - apt-get install ${names}\n`;

test('a pipeline that does not install what tests need is found', async () => {
  const files = { '.gitlab-ci.yml': install('postgresql-client') };
  expect(await found(pipelinePackages(), files, pack)).toEqual([
    '.gitlab-ci.yml: does not install postgresql, which the tests of base need',
  ]);
});

test('one of several pipelines is enough, and none is needed', async () => {
  const files = {
    '.github/workflows/ci.yml': install('postgresql'),
    '.github/workflows/release.yml': 'release:\n',
  };
  expect(await found(pipelinePackages(), files, pack)).toEqual([]);
  expect(await found(pipelinePackages(), { 'src/a.ts': '' }, pack)).toEqual([]);
});
