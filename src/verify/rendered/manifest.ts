import type { Pack, WriterName } from '../../pack/pack.ts';
import type { Rendered } from './check.ts';
import { textAt } from './text-file.ts';

/** What checks look at in a rendered package.json. */
export interface Manifest {
  readonly path: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Where the base of a pack has a shared file written; `undefined` when it has none. */
export function pathOf(pack: Pack, writer: WriterName): string | undefined {
  return pack.practices.get(pack.base)?.writes.find((shared) => shared.writer === writer)?.path;
}

/** The package.json of a service, or `undefined` when it has none that can be read. */
export function manifestOf({ pack, tree }: Pick<Rendered, 'pack' | 'tree'>): Manifest | undefined {
  const path = pathOf(pack, 'package');
  const text = path === undefined ? undefined : textAt(tree, path);
  if (path === undefined || text === undefined) return undefined;
  try {
    const whole = JSON.parse(text) as Partial<Manifest>;
    const { scripts = {}, dependencies = {}, devDependencies = {} } = whole;
    return { path, scripts, dependencies, devDependencies };
  } catch {
    return undefined;
  }
}
