/**
 * Creates services as a team would, and proves each one: lint, format, types, tests, build, and an
 * order through the booted build; first with no server on the machine, then in production mode with
 * real ones. The presets every time, the tests of faults in the largest one; with PLINTH_PROOF=all
 * each practice and option value alone too, and the tests of faults in all.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { serversOf } from '../../src/verify/faulted/servers.ts';
import { runScript, scripts } from './checks.ts';
import { startProduction } from './production.ts';
import { eachAlone, presets } from './selections.ts';
import { noNamespaces, withoutServers } from './without-servers.ts';

const root = join(import.meta.dirname, '..', '..');
const boot = join(import.meta.dirname, 'boot.ts');
const all = process.env['PLINTH_PROOF'] === 'all';
const blocked = await noNamespaces();
const serverless = await serversOf(await builtInPack()).then(
  () => undefined,
  (missing: unknown) =>
    `(skipped: ${missing instanceof Error ? missing.message : String(missing)})`,
);
const impossible = blocked ?? serverless;
if (impossible !== undefined && process.env['CI'] === 'true') throw new Error(impossible);

interface Recorded {
  readonly practices: Readonly<Record<string, { readonly method?: string }>>;
}

let folder: string;
let offline: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-proof-'));
  if (blocked === undefined) offline = withoutServers(join(folder, 'path'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(all ? [...presets, ...eachAlone] : presets)('$name', ({ name, flags }) => {
  const service = (): string => join(folder, name.replace('=', '-'));
  const method = (): string | undefined => {
    const text = readFileSync(join(service(), 'plinth.json'), 'utf8');
    const { auth } = (JSON.parse(text) as Recorded).practices;
    return auth && (auth.method ?? 'jwt');
  };

  it('is created and installed', { timeout: 300_000 }, async () => {
    await execa(
      process.execPath,
      [join(root, 'dist', 'bin.cjs'), 'create', service(), ...flags, '--yes', '--no-git'],
      { stdin: 'ignore' },
    );
    expect(existsSync(join(service(), 'node_modules', 'fastify'))).toBe(true);
  });

  describe.skipIf(blocked !== undefined)(`with no server on the machine ${blocked ?? ''}`, () => {
    it.for(scripts)('passes %s', { timeout: 600_000 }, async (script, { signal }) => {
      await runScript(service(), script, { CI: 'false' }, { before: offline, signal });
    });

    it('boots its build and takes an order to paid', { timeout: 60_000 }, async () => {
      const tokenFrom = method() && { TOKEN_FROM: 'dist/practices/auth/load-token.js' };
      const [command, ...words] = [...offline, process.execPath, boot, service()];
      const done = await execa(command, words, { env: { NODE_ENV: 'development', ...tokenFrom } });
      expect(done.stdout).toMatch(/is paid; SIGTERM ended it with 0/);
    });
  });

  describe.skipIf(serverless !== undefined)(
    `with real PostgreSQL and Redis ${serverless ?? ''}`,
    () => {
      if (all || name === 'everything') {
        it('passes its tests, faults included', { timeout: 900_000 }, async () => {
          await runScript(service(), 'test', { CI: 'true' });
        });
      }

      it(
        'boots its build in production mode and takes an order to paid',
        { timeout: 120_000 },
        async () => {
          const production = await startProduction(service(), method());
          try {
            const { env } = production;
            const [migrate, ...words] = existsSync(
              join(service(), 'src', 'practices', 'migrations'),
            )
              ? ['migrate', '--', 'up']
              : ['db:init'];
            await execa('npm', ['run', migrate, ...words], { cwd: service(), env });
            await execa('npm', ['run', 'db:seed'], { cwd: service(), env });
            const done = await execa(process.execPath, [boot, service()], { env });
            expect(done.stdout).toMatch(/is paid; SIGTERM ended it with 0/);
          } finally {
            await production.close();
          }
        },
      );
    },
  );
});
