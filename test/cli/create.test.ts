import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { jsonOf, plinth, scratchFolder } from './plinth.ts';

const filesOnly = ['--no-install', '--no-git', '--yes'];

interface FileEntry {
  readonly path: string;
  readonly sha256: string;
  readonly owners: readonly string[];
  readonly ownership: string;
}

interface CreateJson {
  readonly schema: number;
  readonly ok: boolean;
  readonly command: string;
  readonly result: {
    readonly directory: string;
    readonly practices: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly files: number | readonly FileEntry[];
  };
}

async function practicesOf(
  ...flags: readonly string[]
): Promise<CreateJson['result']['practices']> {
  const ran = await plinth(['create', 'svc', '--dry-run', '--json', ...flags], {
    cwd: scratchFolder(),
  });
  return jsonOf<CreateJson>(ran).result.practices;
}

function jsonFile(path: string): Record<string, Record<string, unknown>> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>>;
}

describe('plinth create', () => {
  test('writes a service without asking when there is no terminal', async () => {
    const cwd = scratchFolder();
    const ran = await plinth(['create', 'svc', '--no-install', '--no-git'], { cwd });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toContain('cd svc\n  npm install\n  npm run dev');
    expect(existsSync(join(cwd, 'svc/plinth.json'))).toBe(true);
    expect(readdirSync(cwd)).toEqual(['svc']);
  });

  test('what to type next can be typed as it stands', async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, "all o'ours"));
    const ran = await plinth(['create', "all o'ours/svc", '--no-install', '--no-git'], { cwd });
    expect(ran.stdout).toContain(String.raw`  cd 'all o'\''ours/svc'`);
  });

  test('the service depends on exactly this version, and has it as a script', async () => {
    const cwd = scratchFolder();
    await plinth(['create', 'svc', ...filesOnly], { cwd });
    const written = jsonFile(join(cwd, 'svc/package.json'));
    expect(written['devDependencies']?.['create-plinth']).toBe(manifest.version);
    expect(written['scripts']?.['plinth']).toBe('plinth');
  });

  test('fills an empty directory, and the current one as "."', async () => {
    const cwd = join(scratchFolder(), 'here');
    mkdirSync(cwd);
    const ran = await plinth(['create', '.', ...filesOnly], { cwd });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stderr).toMatch(/^Wrote \d+ files to this folder\.$/m);
    expect(jsonFile(join(cwd, 'package.json'))['name']).toBe('here');
  });

  test('a dry run names every file with its hash, owners and ownership, and writes none', async () => {
    const cwd = scratchFolder();
    const ran = await plinth(['create', 'svc', '--preset', 'minimal', '--dry-run', '--json'], {
      cwd,
    });
    const { schema, ok, command, result } = jsonOf<CreateJson>(ran);
    expect({ schema, ok, command }).toEqual({ schema: 1, ok: true, command: 'create' });
    expect(result.files).toContainEqual(
      expect.objectContaining({
        path: 'package.json',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        owners: expect.arrayContaining(['service']) as string[],
        ownership: 'merged',
      }),
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('--json prints one object on stdout, and progress on stderr', async () => {
    const ran = await plinth(['create', 'svc', '--json', ...filesOnly], { cwd: scratchFolder() });
    expect(jsonOf<CreateJson>(ran).result).toMatchObject({ name: 'svc', installed: false });
    expect(ran.stderr).toMatch(/^Wrote \d+ files to svc\.$/);
  });
});

describe('what is chosen', () => {
  test('is the standard preset when nothing is said', async () => {
    expect(await practicesOf()).toEqual(await practicesOf('--preset', 'standard'));
  });

  test('is a preset, plus --with, minus --without', async () => {
    const chosen = await practicesOf(
      '--preset=standard',
      '--with',
      'queue=redis',
      '--without=ci,auth',
    );
    expect(Object.keys(chosen).sort()).toEqual(['breaker', 'cache', 'migrations', 'queue']);
    expect(chosen['queue']).toEqual({ backend: 'redis' });
  });

  test('is only what --with says, without a preset', async () => {
    expect(Object.keys(await practicesOf('--with', 'cache'))).toEqual(['cache']);
  });

  test.each([
    ['cache', { tiers: 'memory' }],
    ['cache=memory-redis', { tiers: 'memory-redis' }],
    ['cache.tiers=memory-redis', { tiers: 'memory-redis' }],
  ])('%s', async (text, options) => {
    expect(await practicesOf('--with', text)).toEqual({ cache: options });
  });

  test('takes a value for an option by several --with, or by commas', async () => {
    const apart = await practicesOf('--with', 'cache', '--with', 'queue=redis');
    expect(await practicesOf('--with', 'cache,queue=redis')).toEqual(apart);
  });
});

describe('the package manager', () => {
  test('is the one that started plinth, with its version pinned', async () => {
    const cwd = scratchFolder();
    const env = { npm_config_user_agent: 'pnpm/12.21.0 npm/? node/v24.21.0 linux x64' };
    const ran = await plinth(['create', 'svc', ...filesOnly], { cwd, env });
    expect(ran.stdout).toContain('pnpm install');
    expect(jsonFile(join(cwd, 'svc/package.json'))['packageManager']).toBe('pnpm@12.21.0');
  });

  test('is the one that --pm names', async () => {
    const ran = await plinth(['create', 'svc', '--pm', 'bun', ...filesOnly], {
      cwd: scratchFolder(),
    });
    expect(ran.stdout).toContain('bun install\n  bun run dev');
  });
});

test('a machine whose Node is older than the service needs gets one that comes along', async () => {
  const cwd = scratchFolder();
  const env = { npm_config_user_agent: 'npm/10.8.2 node/v20.19.0 linux x64 workspaces/false' };
  const ran = await plinth(['create', 'svc', ...filesOnly], { cwd, env });
  expect(ran.stdout).toContain('the service brings its own');
  expect(jsonFile(join(cwd, 'svc/plinth.json'))['node']).toBe('bundled');
  const written = jsonFile(join(cwd, 'svc/package.json'));
  expect(written['devDependencies']).toHaveProperty('node');
  expect(written['allowScripts']).toMatchObject({ node: true });
});

test('a pack of your own takes the place of the built-in one', async () => {
  const pack = scratchFolder();
  mkdirSync(join(pack, 'base/files'), { recursive: true });
  writeFileSync(join(pack, 'pack.yaml'), 'id: mine\nversion: 1.0.0\ntitle: Mine\nbase: base\n');
  writeFileSync(join(pack, 'versions.yaml'), 'dependencies: {}\n');
  writeFileSync(join(pack, 'base/practice.yaml'), 'id: base\ntitle: Base\nsummary: The base.\n');
  writeFileSync(join(pack, 'base/files/hello.txt'), 'hello\n');
  const cwd = scratchFolder();
  const ran = await plinth(['create', 'svc', '--pack', pack, '--no-git', '--yes'], { cwd });
  // It has no package.json, so that there is nothing to install.
  expect(ran).toMatchObject({ exitCode: 0 });
  expect(ran.stderr).not.toContain('npm');
  expect(readFileSync(join(cwd, 'svc/hello.txt'), 'utf8')).toBe('hello\n');
  expect(
    ran.stdout
      .split('Next:')[1]
      ?.trim()
      .split(/\s*\n\s*/),
  ).toEqual(['cd svc']);
});
