/** What ledgers prove, through the real command: shards that ran, joined, shown and taken into a release. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { loadPack } from '../../src/pack/load.ts';
import { combinations } from '../../src/selection/space.ts';
import { type LedgerEntry, ledgerLine } from '../../src/verify/ledger/entry.ts';
import { readLedger } from '../../src/verify/ledger/ledger-file.ts';
import { digest, entryOf } from '../../src/verify/ledger/testing.ts';
import { answerOf, parseProof } from '../../src/verify/proof-file.ts';
import { type FailureJson, jsonOf, plinth, type Ran, scratchFolder } from '../cli/plinth.ts';
import { tinyPack } from './tiny-pack.ts';
import { writeFiles } from '../../src/pack/testing.ts';

const engine = manifest.version;

interface EvidenceJson {
  readonly passed: boolean;
  readonly ledger: { readonly lines: number; readonly otherVersions: number };
  readonly tiers: readonly {
    readonly passed: { readonly combinations: number; readonly programs: number };
  }[];
  readonly pairs: { readonly possible: number; readonly never: number };
  readonly failures: readonly { readonly combination: string }[];
  readonly missing: readonly string[] | null;
  readonly report: string | null;
  readonly proof: { readonly path?: string; readonly combinations: number } | null;
}

/** A folder with a pack, and the command in it. */
function desk() {
  const cwd = scratchFolder();
  writeFiles(tinyPack, join(cwd, 'pack'));
  const pack = loadPack(join(cwd, 'pack'));
  const run = (...args: readonly string[]): Promise<Ran> =>
    plinth(['verify', '--pack', 'pack', ...args], {
      cwd,
      env: { PLINTH_CACHE: join(cwd, 'cache') },
    });
  const ask = async (...args: readonly string[]) => {
    const ran = await run(...args, '--json');
    return { ...jsonOf<{ result: EvidenceJson }>(ran).result, exitCode: ran.exitCode };
  };
  const entry = (given: Partial<LedgerEntry>): LedgerEntry =>
    entryOf({ pack: pack.digest, engine, ...given });
  const ledger = (name: string, ...entries: readonly LedgerEntry[]): void => {
    writeFileSync(join(cwd, name), entries.map(ledgerLine).join(''));
  };
  return { cwd, pack, run, ask, entry, ledger };
}

test('shards that ran are joined, shown, and taken into a release', async () => {
  const { cwd, pack, run, ask } = desk();
  const built = ['--tier', 'built'];
  for (const shard of ['1', '2']) {
    const own = ['--shard', `${shard}/2`, '--ledger', `shard-${shard}.jsonl`];
    expect(await run(...built, ...own)).toMatchObject({ exitCode: 0 });
  }
  const half = await ask('--merge', 'shard-1.jsonl', ...built);
  expect(half).toMatchObject({ exitCode: 1, passed: false, failures: [] });
  expect(half.missing?.length).toBeGreaterThan(0);

  const out = ['--report', 'out/report.html', '--proof', 'out/proof.json'];
  const whole = await ask('--merge', 'shard-1.jsonl', 'shard-2.jsonl', ...built, ...out);
  expect(whole).toMatchObject({
    exitCode: 0,
    passed: true,
    tiers: [{ tier: 'built', passed: { combinations: 6, programs: 3 } }],
    pairs: { possible: 6, never: 0 },
    missing: [],
    report: join(cwd, 'out/report.html'),
    proof: { path: join(cwd, 'out/proof.json'), combinations: 6 },
  });
  expect(readFileSync(join(cwd, 'out/report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  const proof = parseProof(readFileSync(join(cwd, 'out/proof.json'), 'utf8'));
  for (const { id } of combinations(pack)) {
    const question = { engine, pack: pack.digest, combination: id };
    expect(answerOf(proof, question)).toMatchObject({ proven: true, tier: 'built' });
  }

  // What no check reads is another version of the pack, and the same programs.
  writeFileSync(join(cwd, 'pack/base/files/README.md'), '# Tinier\n');
  expect(await ask('--report', 'out/report.html')).toMatchObject({
    exitCode: 1,
    tiers: [],
    ledger: { otherVersions: whole.ledger.lines },
  });
  expect((await run(...built)).stdout).toContain('0 built, 3 known from the ledger');
  expect(await ask('--report', 'out/report.html', ...built)).toMatchObject({
    exitCode: 0,
    tiers: [{ passed: { combinations: 6, programs: 3 } }],
    missing: [],
  });
}, 120_000);

describe('what is known', () => {
  test('a failure in one shard is not hidden by an older pass of another', async () => {
    const { ask, entry, ledger } = desk();
    const id = 'loud.mark=one';
    ledger('a.jsonl', entry({ combination: id, result: 'failed', at: '2026-11-23T02:00:00Z' }));
    ledger('b.jsonl', entry({ combination: id, reused: true, at: '2026-11-23T03:00:00Z' }));
    for (const files of [
      ['a.jsonl', 'b.jsonl'],
      ['b.jsonl', 'a.jsonl'],
    ]) {
      const found = await ask('--merge', ...files, '--proof', 'proof.json');
      expect(found).toMatchObject({ exitCode: 1, passed: false, proof: { combinations: 0 } });
      expect(found.failures.map(({ combination }) => combination)).toEqual([id]);
    }
  });

  test('merging keeps the ledger that stands, and a second time changes nothing', async () => {
    const { cwd, ask, entry, ledger } = desk();
    ledger('a.jsonl', entry({ combination: 'nothing' }));
    ledger('b.jsonl', entry({ combination: 'notes', fingerprint: digest('b') }));
    const path = join(cwd, '.plinth/ledger.jsonl');
    await ask('--merge', 'a.jsonl');
    await ask('--merge', 'b.jsonl');
    const text = readFileSync(path, 'utf8');
    expect(readLedger(path)).toHaveLength(2);
    await ask('--merge', 'a.jsonl', 'b.jsonl', '.plinth/ledger.jsonl');
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('a covering array that has results is complete for its strength, and no more', async () => {
    const { pack, ask, entry, ledger } = desk();
    const { missing } = await ask('--merge', ...none(ledger), '--tier', 'built', '--strength', '1');
    expect(missing?.length).toBeLessThan([...combinations(pack)].length);
    ledger('b.jsonl', ...(missing ?? []).map((combination) => entry({ combination })));
    const asked = ['--merge', 'b.jsonl', '--tier', 'built'];
    expect(await ask(...asked, '--strength', '1')).toMatchObject({ exitCode: 0, missing: [] });
    expect((await ask(...asked)).missing?.length).toBeGreaterThan(0);
  });

  test('people are told the same', async () => {
    const { cwd, run, entry, ledger } = desk();
    ledger(
      'a.jsonl',
      entry({ combination: 'notes' }),
      entry({ combination: 'nothing', result: 'failed', fingerprint: digest('b') }),
    );
    const { stdout } = await run(
      '--merge',
      'a.jsonl',
      '--report',
      'report.html',
      '--tier',
      'built',
    );
    expect(stdout.split('\n')).toEqual([
      `${join(cwd, '.plinth/ledger.jsonl')}: 2 results`,
      '  built: 1 combination passed, by 1 program; 1 program failed',
      'failed built nothing (1 combination)',
      'no result loud.mark=one',
      'no result loud.mark=one,notes',
      'no result loud.mark=two',
      'no result loud.mark=two,notes',
      `The report is in ${join(cwd, 'report.html')}`,
    ]);
  });

  test('nothing is proven by nothing: no proof is written', async () => {
    const { cwd, run, ledger } = desk();
    const { exitCode, stdout } = await run('--merge', ...none(ledger), '--proof', 'proof.json');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Nothing is proven: no proof was written.');
    expect(existsSync(join(cwd, 'proof.json'))).toBe(false);
  });
});

/** An empty ledger. */
function none(ledger: (name: string) => void): readonly string[] {
  ledger('none.jsonl');
  return ['none.jsonl'];
}

test.each<[readonly string[], string, string]>([
  [['--report', 'r.html'], 'PLINTH_LEDGER_INVALID', 'cannot be read'],
  [['--merge'], 'PLINTH_MISSING_ARGUMENT', 'ledgers to join'],
  [['--merge', 'nowhere.jsonl'], 'PLINTH_LEDGER_INVALID', 'cannot be read'],
  [['--merge', 'torn.jsonl'], 'PLINTH_LEDGER_INVALID', 'expected a JSON object'],
  [['--merge', 'strange.jsonl'], 'PLINTH_LEDGER_INVALID', 'which the pack does not offer'],
  [['--merge', 'good.jsonl', '--jobs', '2'], 'PLINTH_FLAG_CONFLICT', '--merge runs nothing'],
  [['--merge', 'good.jsonl', '--tier', 'rendered'], 'PLINTH_FLAG_CONFLICT', 'keeps nothing'],
  [['--merge', 'good.jsonl', '--report', 'pack'], 'PLINTH_WRITE_FAILED', 'cannot be written'],
  [['--merge', 'good.jsonl', '--report', '/proc/x/r.html'], 'PLINTH_WRITE_FAILED', 'ENOENT'],
  [['--report', 'r.html', 'good.jsonl'], 'PLINTH_SURPLUS_ARGUMENT', 'behind --merge'],
  [['--tier', 'built', 'notes', 'nothing'], 'PLINTH_SURPLUS_ARGUMENT', 'one combination too many'],
])('plinth verify %j is refused with %s', async (args, code, says) => {
  const { cwd, run, entry, ledger } = desk();
  ledger('good.jsonl', entry({}));
  ledger('strange.jsonl', entry({ combination: 'louder' }));
  writeFileSync(join(cwd, 'torn.jsonl'), `{"combination":\n${ledgerLine(entry({}))}`);
  const ran = await run(...args, '--json');
  const { error } = jsonOf<FailureJson>(ran);
  expect({ exitCode: ran.exitCode, code: error.code }).toEqual({ exitCode: 4, code });
  if (code !== 'PLINTH_WRITE_FAILED') expect(existsSync(join(cwd, '.plinth'))).toBe(false);
  expect(`${String(error.message)} ${String(error.hint)}`).toContain(says);
});
