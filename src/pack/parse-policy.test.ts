import { expect, test } from 'vitest';
import { compilePack } from './compile.ts';
import { readCompiledPack } from './compiled.ts';
import { checkPolicyNames, parsePolicy } from './parse-policy.ts';
import { loadSmallPack } from './testing.ts';

const exception = {
  rule: 'edited-locally',
  path: 'Dockerfile',
  reason: 'a base image of our own',
  owner: 'platform',
  expires: '2027-01-31',
};

test('a policy may be YAML or JSON, and all of it is optional', () => {
  const empty = {
    practices: { required: [], forbidden: [] },
    options: {},
    managed: [],
    minimum: {},
    exceptions: [],
  };
  expect(parsePolicy('{}', 'plinth.policy.json')).toEqual(empty);
  const yaml = 'options:\n  cache.tiers: shared\n  jobs.kind: [a, b]\n';
  expect(parsePolicy(yaml, 'plinth.policy.yaml')).toEqual({
    ...empty,
    options: { 'cache.tiers': ['shared'], 'jobs.kind': ['a', 'b'] },
  });
  const json = JSON.stringify({ exceptions: [exception] });
  expect(parsePolicy(json, 'plinth.policy.json')).toEqual({ ...empty, exceptions: [exception] });
});

test.each([
  ['a key that does not exist', 'practice:\n  required: []\n', 1, 'Did you mean "practices"?'],
  ['a rule that does not exist', exceptionText({ rule: 'edited' }), 2, 'docs/policy.md'],
  ['a day that does not exist', exceptionText({ expires: '2027-02-30' }), 6, 'docs/policy.md'],
  ['a reason in two lines', exceptionText({ reason: '"a\\nb"' }), 4, 'docs/policy.md'],
  ['a version range', 'minimum:\n  engine: ^1.0.0\n', 2, 'docs/policy.md'],
  ['no YAML', 'managed: [\n', 2, 'Mend the YAML.'],
])('%s is refused with the line and the fix', (_, text, line, hint) => {
  expect(() => parsePolicy(text, 'plinth.policy.yaml')).toThrow(
    expect.objectContaining({
      code: 'PLINTH_POLICY_INVALID',
      path: 'plinth.policy.yaml',
      line,
      hint: expect.stringContaining(hint) as string,
    }) as Error,
  );
});

test.each([
  ['practices: { required: [cashe] }', 'there is no practice "cashe"', 'Did you mean "cache"?'],
  ['practices: { forbidden: [cashe] }', 'there is no practice "cashe"', 'Did you mean "cache"?'],
  ['options: { cache.tier: own }', '"cache" has no option "tier"', 'Did you mean "tiers"?'],
  [
    'options: { cache.tiers: mine }',
    '"cache.tiers" has no choice "mine"',
    'There is: own, shared.',
  ],
])('%s names what the pack lacks', (text, message, hint) => {
  const policy = parsePolicy(text, 'plinth.policy.yaml');
  expect(() => {
    checkPolicyNames(policy, loadSmallPack(), 'plinth.policy.yaml');
  }).toThrow(expect.objectContaining({ code: 'PLINTH_POLICY_INVALID', message, hint }) as Error);
});

test('a pack brings its policy along, compiled too, and is refused when it is wrong', () => {
  const pack = loadSmallPack({ 'policy.yaml': 'practices: { required: [cache] }\n' });
  expect(pack.policy?.practices).toEqual({ required: ['cache'], forbidden: [] });
  expect(readCompiledPack(compilePack(pack)).policy).toEqual(pack.policy);
  expect(() => loadSmallPack({ 'policy.yaml': 'practices: { required: [none] }\n' })).toThrow(
    expect.objectContaining({ code: 'PLINTH_POLICY_INVALID', path: 'policy.yaml' }) as Error,
  );
});

/** A policy with one exception, a key of which is other than it should be. */
function exceptionText(changes: Partial<Record<keyof typeof exception, string>>): string {
  const lines = Object.entries({ ...exception, ...changes }).map(
    ([key, value]) => `${key}: ${value}`,
  );
  return `exceptions:\n  - ${lines.join('\n    ')}\n`;
}
