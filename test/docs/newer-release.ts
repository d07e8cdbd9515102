/** A release of Plinth whose templates have moved on, as those of the next one will have. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePack } from '../../src/pack/compile.ts';
import { readSources } from '../../src/pack/files.ts';
import { packFrom } from '../../src/pack/load.ts';

const templates = join(import.meta.dirname, '../../templates');

/** File of the pack → what changes in it. */
const changes: Readonly<Record<string, (text: string) => string>> = {
  'pack.yaml': (text) => text.replace(/^version: .*$/m, 'version: 0.2.0'),
  'versions.yaml': (text) => text.replace(/^( +fastify: \d+\.\d+\.)(\d+)$/m, '$199'),
  'service/files/Dockerfile.hbs': (text) => text.replace('--interval=10s', '--interval=15s'),
};

/**
 * Makes a newer release.
 *
 * @param dist - folder of the built one
 * @param folder - does not exist
 */
export function makeNewerRelease(dist: string, folder: string): void {
  const sources = readSources(templates).map((source) => {
    const change = changes[source.path];
    if (!change) return source;
    const before = source.bytes.toString('utf8');
    const after = change(before);
    if (after === before) throw new Error(`nothing changes in ${source.path}`);
    return { ...source, bytes: Buffer.from(after) };
  });
  cpSync(dist, folder, { recursive: true });
  writeFileSync(join(folder, 'built-in.pack'), compilePack(packFrom(sources)));
}

/** A document of this repository. */
export function readDocument(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
}
