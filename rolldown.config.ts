import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'rolldown';

/** CommonJS: without Node's loader of ES modules the start takes two thirds of the time. */
const bundle: BuildOptions = {
  input: {
    bin: 'src/bin.ts',
    create: 'src/create.ts',
    'lint-worker': 'src/verify/built/lint-worker.ts',
  },
  platform: 'node',
  // Tools of `verify`, larger than all the rest, which a service brings itself.
  external: ['prettier', 'typescript'],
  transform: { target: 'node20.19' },
  resolve: {
    alias: {
      [here('src/cli/built-in-pack.ts')]: here('src/cli/built-in-pack-compiled.ts'),
      // Its other build requires its parts in a way that no bundler sees.
      'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    },
  },
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name].cjs',
    minify: true,
    cleanDir: true,
    // What every `create` needs is one file, and so is what every start needs: each costs a lookup.
    codeSplitting: {
      groups: [
        { name: 'start', test: /\/src\/cli\/start\.ts$/, priority: 1 },
        { name: 'engine', test: /\/src\/cli\/(?:main|create)\.ts$/ },
      ],
    },
  },
};

export default bundle;

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
