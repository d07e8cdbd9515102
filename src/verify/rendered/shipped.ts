import { parse } from 'jsonc-parser';
import picomatch from 'picomatch';
import type { Tree } from '../../render/tree.ts';
import { textAt } from './text-file.ts';

/** The compiler's configuration of what is built. */
const buildConfiguration = 'tsconfig.build.json';

/**
 * Which sources the build of a service takes: what runs in production, where the dependencies for
 * development are not installed. Without a `tsconfig.build.json` nothing is known, and none is.
 */
export function shippedIn(tree: Tree): (path: string) => boolean {
  const text = textAt(tree, buildConfiguration);
  if (text === undefined) return () => false;
  const { include = [], exclude = [] } = parse(text) as {
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
  };
  const included = picomatch(include.flatMap(withContents));
  const excluded = picomatch(exclude.flatMap(withContents));
  return (path) => included(path) && !excluded(path);
}

/** To the compiler a folder is all that stands in it. */
const withContents = (pattern: string): readonly string[] => [pattern, `${pattern}/**`];
