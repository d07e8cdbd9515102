/**
 * Builds the image for real, in minutes: with PLINTH_NIGHTLY=1, as root, with Debian's buildah and
 * debootstrap.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Buildah, buildahIn, makeNodeImage } from './base-image.ts';
import { everythingWith, write, type Written } from './rendered.ts';

describe('the image', () => {
  let folder: string;
  let service: Written;
  let buildah: Buildah;
  let container: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-image-'));
    buildah = buildahIn(folder);
    service = await write(everythingWith(({ packageManager }) => packageManager.name === 'npm'));
    const dockerfile = await readFile(join(service.folder, 'Dockerfile'), 'utf8');
    await makeNodeImage(buildah, folder, /FROM (\S+)/.exec(dockerfile)?.[1] ?? '');
    await installed(service.folder);
    await build(buildah, service.folder, 'shop');
    container = (await buildah('from', '--pull-never', 'shop')).trim();
  }, 1_200_000);
  afterAll(async () => {
    service.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (...command: readonly string[]) =>
    buildah('run', '--isolation', 'chroot', container, '--', ...command);

  it('runs as a user without rights', async () => {
    expect(await run('id', '-un')).toBe('node');
  });

  it('starts the service, which names what production lacks', async () => {
    await expect(run('node', 'dist/main.js')).rejects.toThrow('DATABASE_URL is not set');
  });

  it('starts the release job', async () => {
    const migrate = run('node', 'dist/practices/migrations/cli.js', 'up');
    await expect(migrate).rejects.toThrow('DATABASE_URL is not set');
  });

  it('holds no test, no source and no tool of development', async () => {
    expect((await run('ls')).split(/\s+/)).toEqual(['dist', 'node_modules', 'package.json']);
    const tools = await run('ls', 'node_modules');
    expect(tools.split(/\s+/)).not.toEqual(expect.arrayContaining(['vitest']));
  });

  it('is not built with a stage that does not exist', async () => {
    const path = join(service.folder, 'Dockerfile');
    const broken = (await readFile(path, 'utf8')).replace('--from=build', '--from=biuld');
    const file = join(folder, 'Dockerfile.broken');
    await execa('tee', [file], { input: broken });
    await expect(build(buildah, service.folder, 'broken', file)).rejects.toThrow('biuld');
  });
});

/** Plinth itself is left out: the version under test is in no registry. */
async function installed(folder: string): Promise<void> {
  await rm(join(folder, 'node_modules'));
  const npm = (...args: readonly string[]) => execa('npm', args, { cwd: folder, stdin: 'ignore' });
  await npm('pkg', 'delete', 'devDependencies.create-plinth');
  await npm('install', '--package-lock-only', '--no-audit', '--no-fund');
  // Asks for the packages in the way that the image does, and so leaves them in the cache for it.
  await npm('ci', '--no-audit', '--no-fund');
}

async function build(
  buildah: Buildah,
  folder: string,
  tag: string,
  dockerfile = join(folder, 'Dockerfile'),
): Promise<void> {
  const { stdout: cache } = await execa('npm', ['config', 'get', 'cache']);
  await buildah(
    'bud',
    '--isolation=chroot',
    '--pull-never',
    // A copy on write: what npm adds to its cache stays in the build.
    `--volume=${cache}:/npm-cache:O`,
    `--tag=${tag}`,
    `--file=${dockerfile}`,
    folder,
  );
}
