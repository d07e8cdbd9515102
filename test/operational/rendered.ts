import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { render } from '../../src/render/render.ts';
import type { Selection } from '../../src/selection/resolve.ts';
import { everyPackageManager, everySelection } from './selections.ts';

const pack = await builtInPack();
const engine = '0.1.0';

/** One text that a file has in some services. */
export interface Variant {
  /** One of those services, by package manager and practices. */
  readonly name: string;
  readonly text: string;
  readonly selection: Selection;
}

/** Every distinct text that a path has over all combinations and all package managers. */
export function variantsOf(path: string): readonly Variant[] {
  const variants = new Map<string, Variant>();
  for (const selection of [...everySelection(pack), ...everyPackageManager(pack)]) {
    const text = render(pack, selection, engine).files.get(path)?.bytes.toString();
    if (text === undefined || variants.has(text)) continue;
    variants.set(text, { name: nameOf(selection), text, selection });
  }
  return [...variants.values()];
}

/** One selection with every practice, that holds for `wanted`. */
export function everythingWith(wanted: (selection: Selection) => boolean): Selection {
  const found = everyPackageManager(pack).find(wanted);
  if (found === undefined) throw new Error('no combination is as wanted');
  return found;
}

/** A service on disk. Its `node_modules` are this repository's. */
export interface Written {
  readonly folder: string;
  remove(): void;
}

/** Renders a service into a temporary folder. */
export async function write(selection: Selection): Promise<Written> {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-rendered-'));
  for (const file of render(pack, selection, engine).files.values()) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.bytes);
    await chmod(path, file.mode);
  }
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    remove() {
      rmSync(folder, { recursive: true });
    },
  };
}

function nameOf({ packageManager, practices }: Selection): string {
  const names = [...practices]
    .filter(([id]) => id !== pack.base)
    .map(([id, values]) => [id, ...Object.values(values)].join('='));
  return [packageManager.name, ...names].join(' ');
}
