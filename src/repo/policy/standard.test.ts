import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSmallPack, scratchFolder, writeFiles } from '../../pack/testing.ts';
import { realFileSystem } from '../file-system.ts';
import { standardOf } from './standard.ts';

const pack = loadSmallPack();
const standard = (root: string, of = pack) => standardOf(realFileSystem, root, of);
const policy = 'practices: { required: [cache] }\n';

test('a repository without a policy is held against none', async () => {
  expect(await standard(scratchFolder())).toEqual([]);
});

test('the policy of the pack and that of the repository both count', async () => {
  const withPolicy = loadSmallPack({ 'policy.yaml': 'practices: { forbidden: [cron] }\n' });
  const root = writeFiles({ 'plinth.policy.yaml': policy });
  expect(await standard(root, withPolicy)).toMatchObject([
    { policy: { practices: { forbidden: ['cron'] } } },
    { path: 'plinth.policy.yaml', policy: { practices: { required: ['cache'] } } },
  ]);
});

test('it may be JSON, but not both', async () => {
  const json = { 'plinth.policy.json': '{"managed": ["Dockerfile"]}' };
  expect(await standard(writeFiles(json))).toMatchObject([{ policy: { managed: ['Dockerfile'] } }]);
  await expect(standard(writeFiles({ ...json, 'plinth.policy.yaml': policy }))).rejects.toThrow(
    'plinth.policy.json stands beside plinth.policy.yaml',
  );
});

test('one that is called .yml is refused, as it would count for nothing', async () => {
  await expect(standard(writeFiles({ 'plinth.policy.yml': policy }))).rejects.toMatchObject({
    code: 'PLINTH_POLICY_INVALID',
    hint: 'Call it plinth.policy.yaml.',
  });
});

test('a link, a huge file and a name that the pack lacks are refused', async () => {
  const linked = scratchFolder();
  symlinkSync('/etc/passwd', join(linked, 'plinth.policy.yaml'));
  const invalid = { code: 'PLINTH_POLICY_INVALID', path: 'plinth.policy.yaml' };
  await expect(standard(linked)).rejects.toMatchObject(invalid);
  const huge = writeFiles({ 'plinth.policy.yaml': ' '.repeat(1024 * 1024 + 1) });
  await expect(standard(huge)).rejects.toMatchObject(invalid);
  const unknown = writeFiles({ 'plinth.policy.yaml': 'options: { cache.tier: own }\n' });
  await expect(standard(unknown)).rejects.toMatchObject(invalid);
});
