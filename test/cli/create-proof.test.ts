import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, inject, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { copyProof } from '../../build/proof.ts';
import { readCompiledPack } from '../../src/pack/compiled.ts';
import { digest, entryOf } from '../../src/verify/ledger/testing.ts';
import type { Proof } from '../../src/verify/proof-file.ts';
import { proofOf, proofText } from '../../src/verify/proof.ts';
import { jsonOf, plinth, scratchFolder } from './plinth.ts';

const engine = manifest.version;
const pack = readCompiledPack(readFileSync(join(inject('dist'), 'built-in.pack'))).digest;
const standard = 'auth.method=jwt,breaker,cache.tiers=memory,ci.provider=github,migrations';

let folder = '';
let dist = '';
beforeEach(() => {
  folder = scratchFolder();
  dist = join(folder, 'dist');
  cpSync(inject('dist'), dist, { recursive: true });
  // Whatever was verified here.
  rmSync(join(dist, 'proof.json'), { force: true });
});

/** Writes what `plinth verify --proof` would, about one combination, and builds with it. */
function release(changes: Partial<Proof> = {}): void {
  const proof = proofOf(
    [entryOf({ combination: standard, pack, engine })],
    { pack, engine },
    'built',
  );
  if (!proof) throw new Error('nothing is proven');
  writeFileSync(join(folder, 'proof.json'), proofText({ ...proof, ...changes }));
  copyProof(join(folder, 'proof.json'), dist, { engine, pack });
}

async function proofIn(...flags: readonly string[]): Promise<unknown> {
  const args = ['create', 'svc', ...flags, '--dry-run', '--json'];
  const ran = await plinth(args, { cwd: folder, dist });
  return jsonOf<{ result: { proof: unknown } }>(ran).result.proof;
}

const proven = { proven: true, tier: 'built', toolchain: 'node 24.21.0, npm 11.6.2, linux x64' };

test('create says that exactly this combination was built and tested for this release', async () => {
  release();
  expect(await proofIn('--preset', 'standard')).toEqual(proven);
  expect(await proofIn('--with', 'migrations,ci,cache,breaker,auth')).toEqual(proven);
  const ran = await plinth(['create', 'svc', '--yes', '--no-install', '--no-git'], {
    cwd: folder,
    dist,
  });
  expect(ran.stdout).toContain('Exactly this combination was built and tested for this release.');
});

test.each<[string, readonly string[], string]>([
  ['another combination', ['--preset', 'everything'], 'not-verified'],
  ['another value of an option', ['--with', 'cache=memory-redis'], 'not-verified'],
  ['a service without the example modules', ['--no-sample'], 'other-modules'],
])('%s is not proven by it', async (_, flags, reason) => {
  release();
  expect(await proofIn(...flags)).toEqual({ proven: false, reason });
});

test('a pack of your own is not proven by the release', async () => {
  release();
  const mine = join(folder, 'pack');
  mkdirSync(join(mine, 'base'), { recursive: true });
  writeFileSync(join(mine, 'pack.yaml'), 'id: mine\nversion: 1.0.0\ntitle: Mine\nbase: base\n');
  writeFileSync(join(mine, 'versions.yaml'), '{}\n');
  writeFileSync(join(mine, 'base/practice.yaml'), 'id: base\ntitle: Base\nsummary: It.\n');
  expect(await proofIn('--pack', 'pack')).toEqual({ proven: false, reason: 'other-release' });
});

test('without a proof, or with a damaged one, create works and says so', async () => {
  const nothing = { proven: false, reason: 'no-proof' };
  expect(await proofIn()).toEqual(nothing);
  writeFileSync(join(dist, 'proof.json'), '{"version":1,');
  expect(await proofIn()).toEqual(nothing);
  const args = ['create', 'svc', '--yes', '--no-install', '--no-git'];
  const { stdout } = await plinth(args, { cwd: folder, dist });
  expect(stdout).toContain(
    'Not proven for this release: this copy of Plinth has no results with it.',
  );
});

test('a proof of a tier that builds nothing is none', async () => {
  release();
  const path = join(dist, 'proof.json');
  const proof = JSON.parse(readFileSync(path, 'utf8')) as Proof;
  writeFileSync(path, JSON.stringify({ ...proof, tier: 'rendered' }));
  expect(await proofIn('--preset', 'standard')).toEqual({ proven: false, reason: 'no-proof' });
});

test.each<[string, Partial<Proof>]>([
  ['another version of the pack', { pack: digest('e') }],
  ['another version of Plinth', { engine: '0.0.1' }],
])('a proof about %s is not built in', async (_, changes) => {
  release(changes);
  expect(existsSync(join(dist, 'proof.json'))).toBe(false);
  writeFileSync(join(dist, 'proof.json'), readFileSync(join(folder, 'proof.json')));
  expect(await proofIn()).toEqual({ proven: false, reason: 'other-release' });
});
