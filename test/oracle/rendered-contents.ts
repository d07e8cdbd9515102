import { parse } from 'yaml';
import type { Pack } from '../../src/pack/pack.ts';
import { render } from '../../src/render/render.ts';
import type { Tree } from '../../src/render/tree.ts';
import { resolve } from '../../src/selection/resolve.ts';
import { answersFor } from '../../src/selection/space.ts';
import type { Request } from './choice.ts';
import { type Contents, telling } from './contents.ts';

/** What the engine makes of a request. */
export interface Outcome {
  readonly practices: readonly string[];
  readonly contents: Contents;
}

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly environment?: object; readonly depends_on?: object }>
  >;
  readonly volumes?: object;
}

interface Manifest {
  readonly scripts: object;
  readonly dependencies: object;
  readonly devDependencies: object;
}

/** Resolves and renders a request, and reads off the rendered files what the oracle speaks of. */
export function outcomeOf(pack: Pack, practices: Request): Outcome {
  const selection = resolve(pack, answersFor(pack, { id: '', practices }));
  const tree = render(pack, selection, '0.1.0');
  return { practices: [...selection.practices.keys()].sort(), contents: contentsIn(tree) };
}

function contentsIn(tree: Tree): Contents {
  const text = (path: string): string => Buffer.from(tree.files.get(path)?.bytes ?? []).toString();
  const manifest = JSON.parse(text('package.json')) as Manifest;
  const compose = parse(text('ops/compose.yaml')) as Compose;
  const app = compose.services['app'];
  const example = text('.env.example');
  return {
    dependencies: keys(manifest.dependencies),
    devDependencies: keys(manifest.devDependencies),
    scripts: keys(manifest.scripts),
    variables: matches(example, /^(?:# )?([A-Z][A-Z0-9_]*)=/gm),
    needed: matches(example, /^# Required in production\.\n(?:# )?([A-Z][A-Z0-9_]*)=/gm),
    services: keys(compose.services),
    volumes: keys(compose.volumes),
    environment: keys(app?.environment),
    waitsFor: keys(app?.depends_on),
    packages: matches(text('.github/workflows/ci.yml') + text('.gitlab-ci.yml'), installed)
      .flatMap((names) => names.split(' '))
      .sort(),
    files: telling.filter((path) => tree.files.has(path)),
    entries: matches(text('src/practices.gen.ts'), /\/practices\/([\w-]+)\/practice\.ts'/g),
    fixtures: matches(text('test/fixtures.gen.ts'), /\/practices\/([\w-]+)\/testing\.ts'/g),
    mayImport: matches(text('eslint.boundaries.gen.js'), /^ {2}(\w+: \['.*'\]),$/gm),
    features: matches(text('README.md'), /^- \*\*([^*]+)\*\*: .*\[More\]/gm),
  };
}

const installed = /apt-get install --yes --no-install-recommends (.+)$/gm;

const keys = (record: object = {}): readonly string[] => Object.keys(record).sort();

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name).sort();
