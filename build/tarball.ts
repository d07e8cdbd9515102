import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const root = join(import.meta.dirname, '..');

/**
 * Packs what is published, without the scripts and development dependencies of a checkout: npm would
 * build again to pack, and warn whoever installs the tarball of scripts that never run there.
 *
 * @param dist - absolute folder that `buildDist` filled
 * @param destination - absolute folder for `create-plinth-<version>.tgz`
 */
export async function packTarball(dist: string, destination: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-package-'));
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly files: readonly string[];
    };
    const published = manifest.files.filter((entry) => entry !== 'dist' && !entry.startsWith('!'));
    cpSync(dist, join(folder, 'dist'), { recursive: true });
    for (const entry of [...published, 'README.md', 'LICENSE']) {
      cpSync(join(root, entry), join(folder, entry), { recursive: true });
    }
    const cleaned = { ...manifest, scripts: undefined, devDependencies: undefined };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(cleaned, null, 2));
    await execa('npm', ['pack', folder, '--silent', '--pack-destination', destination]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
