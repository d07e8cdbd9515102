import { expect, test } from 'vitest';
import { builtInPack } from '../cli/built-in-pack.ts';
import { combinations } from '../selection/space.ts';
import { digest, entryOf } from './ledger/testing.ts';
import { answerOf, parseProof, proofKey } from './proof-file.ts';
import { proofOf, proofText } from './proof.ts';

const subject = { pack: digest('d'), engine: '0.1.0' };
const ask = (combination: string) => ({ ...subject, combination });

test('a combination that passed is proven; one that failed, or was never tried, is not', () => {
  const proof = proofOf(
    [
      entryOf({ combination: 'k6' }),
      entryOf({ combination: 'breaker', result: 'failed', fingerprint: digest('b') }),
    ],
    subject,
    'built',
  );
  expect(answerOf(proof, ask('k6'))).toEqual({
    proven: true,
    tier: 'built',
    toolchain: 'node 24.21.0, npm 11.6.2, linux x64',
  });
  expect(answerOf(proof, ask('breaker'))).toEqual({ proven: false, reason: 'not-verified' });
  expect(answerOf(proof, ask('nothing'))).toEqual({ proven: false, reason: 'not-verified' });
});

test('a proof is about one version of the pack and one of Plinth', () => {
  const proof = proofOf([entryOf({ combination: 'k6' })], subject, 'built');
  for (const other of [{ pack: digest('e') }, { engine: '0.1.1' }]) {
    expect(answerOf(proof, { ...ask('k6'), ...other })).toEqual({
      proven: false,
      reason: 'other-release',
    });
  }
  expect(answerOf(undefined, ask('k6'))).toEqual({ proven: false, reason: 'no-proof' });
});

test('what was built and fell under faults is not proven', () => {
  const entries = [
    entryOf({ combination: 'k6' }),
    entryOf({ combination: 'nothing' }),
    entryOf({ combination: 'k6', tier: 'faulted', result: 'failed', fingerprint: digest('f') }),
  ];
  expect(proofOf(entries, subject, 'built')?.combinations).toEqual([proofKey('nothing')]);
});

test('results of several toolchains are not mixed: it is about the one that proves most', () => {
  const entries = ['a', 'b', 'c'].map((name, index) =>
    entryOf({
      combination: name,
      fingerprint: digest(name),
      toolchain: index === 0 ? 'node 22' : 'node 24',
    }),
  );
  expect(proofOf(entries, subject, 'built')).toMatchObject({
    toolchain: 'node 24',
    combinations: [proofKey('b'), proofKey('c')].sort(),
  });
});

test('nothing passed: there is no proof', () => {
  expect(proofOf([], subject, 'built')).toBeUndefined();
  expect(proofOf([entryOf({ result: 'failed' })], subject, 'built')).toBeUndefined();
  expect(proofOf([entryOf({ tier: 'rendered' })], subject, 'built')).toBeUndefined();
});

test('all combinations of the built-in pack take less than 20 KB, and no two have one key', async () => {
  const pack = await builtInPack();
  const own = { pack: pack.digest, engine: '0.1.0' };
  const ids = [...combinations(pack)].map(({ id }) => id);
  const proof = proofOf(
    ids.map((combination) => entryOf({ ...own, combination })),
    own,
    'built',
  );
  expect(new Set(proof?.combinations).size).toBe(ids.length);
  const text = proof ? proofText(proof) : '';
  expect(Buffer.byteLength(text)).toBeLessThan(20_000);
  expect(parseProof(text)).toEqual(proof);
});

test.each(['', 'null', '[]', '7', '{"version":2}', '{"version":1,"engine":1}', '{"version":1'])(
  'what is no proof is as good as none: %s',
  (text) => {
    expect(parseProof(text)).toBeUndefined();
  },
);
