import { afterAll, expect, test } from 'vitest';
import type { Mutant } from '../../bench/mutation/mutant.ts';
import { mutants } from '../../bench/mutation/mutants.ts';
import { oracleTier } from '../../bench/mutation/oracle-tier.ts';
import { planted } from '../../bench/mutation/plant.ts';
import { renderedTier } from '../../bench/mutation/rendered-tier.ts';
import { builtInFolder } from '../../src/cli/built-in-pack.ts';
import { readSources } from '../../src/pack/files.ts';
import { packFrom } from '../../src/pack/load.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { parseCombinationId } from '../../src/selection/space.ts';
import { renderedChecks } from '../../src/verify/rendered/checks.ts';
import { loadTools } from '../../src/verify/rendered/tools.ts';

const sources = readSources(builtInFolder ?? '');
const sound = packFrom(sources);
const checks = renderedChecks(await loadTools());
afterAll(checks.close);

const ofTier = (tier: Mutant['tier']): readonly Mutant[] =>
  mutants.filter((mutant) => mutant.tier === tier);

test('forty defects and more are planted, at most three of a kind, each under a name of its own', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(40);
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  for (const { kind } of mutants) {
    const same = mutants.filter((mutant) => mutant.kind === kind);
    expect(same.length, kind).toBeLessThanOrEqual(3);
  }
});

test('fifteen and more are invisible to types and lint, and six and more need real servers', () => {
  expect(mutants.filter(({ visible }) => !visible).length).toBeGreaterThanOrEqual(15);
  expect(ofTier('faulted').length).toBeGreaterThanOrEqual(6);
});

test.each(mutants)('$id applies to the templates as they are', (mutant) => {
  expect(parseCombinationId(sound, mutant.combination).id).toBe(mutant.combination);
  const changed = planted(sources, mutant).filter((source, at) => source !== sources[at]);
  expect(changed.map(({ path }) => path)).toEqual([mutant.file]);
});

test('a mutant that no longer applies is refused', () => {
  const [mutant] = mutants;
  if (!mutant) throw new Error('there are no mutants');
  const twice = { ...mutant, find: 'summary:' };
  expect(() => planted(sources, twice)).toThrow(/expected its text once .* found it \d+ times$/);
  expect(() => planted(sources, { ...mutant, find: 'no such text' })).toThrow('found it 0 times');
  expect(() => planted(sources, { ...mutant, file: 'gone.ts' })).toThrow('found no such file');
});

const rendered = (pack: Pack, { combination }: Mutant) =>
  renderedTier(pack, combination, checks, '0.1.0');

test.each(ofTier('rendered'))('$id is caught by rendering', async (mutant) => {
  expect(await rendered(sound, mutant)).toBeUndefined();
  expect(await rendered(packFrom(planted(sources, mutant)), mutant)).toBeDefined();
});

test.each(ofTier('oracle'))('$id is caught by the oracle', (mutant) => {
  expect(oracleTier(sound, mutant.combination)).toBeUndefined();
  expect(oracleTier(packFrom(planted(sources, mutant)), mutant.combination)).toBeDefined();
});
