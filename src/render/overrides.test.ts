import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadSmallPack, smallPack } from '../pack/testing.ts';
import { packageManagers, type PackageManagerName } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import { render } from './render.ts';

const files = {
  'cache/practice.yaml': `${smallPack['cache/practice.yaml'] ?? ''}  - package:
      overrides: { native: 3.0.4, lru: { '.': 2.0.0, '@scope/leaf': 1.0.0 } }
`,
};

function written(manager: PackageManagerName, practices: readonly string[]) {
  const pack = loadSmallPack(files);
  const selection = resolve(pack, {
    name: 'svc',
    modules: {},
    node: 'system',
    packageManager: { name: manager },
    practices: Object.fromEntries(practices.map((id) => [id, {}])),
  });
  const tree = render(pack, selection, '9.9.9');
  const read = (path: string): Record<string, unknown> =>
    parse(Buffer.from(tree.files.get(path)?.bytes ?? []).toString() || '{}') as never;
  return { manifest: read('package.json'), workspace: read('pnpm-workspace.yaml') };
}

test('npm and Bun read overrides in package.json, as a practice gives them', () => {
  for (const manager of ['npm', 'bun'] as const) {
    expect(written(manager, ['cache']).manifest['overrides'], manager).toEqual({
      native: '3.0.4',
      lru: { '.': '2.0.0', '@scope/leaf': '1.0.0' },
    });
  }
});

test('pnpm reads them in its own file, Yarn as resolutions', () => {
  const pnpm = written('pnpm', ['cache']);
  expect(pnpm.manifest).not.toHaveProperty('overrides');
  expect(pnpm.workspace['overrides']).toEqual({
    native: '3.0.4',
    lru: '2.0.0',
    'lru>@scope/leaf': '1.0.0',
  });
  const yarn = written('yarn', ['cache']);
  expect(yarn.manifest).not.toHaveProperty('overrides');
  expect(yarn.manifest['resolutions']).toEqual({
    native: '3.0.4',
    lru: '2.0.0',
    'lru/@scope/leaf': '1.0.0',
  });
});

test('a service whose practices override nothing has no such section', () => {
  for (const manager of packageManagers) {
    const { manifest, workspace } = written(manager, []);
    expect({ ...manifest, ...workspace }, manager).not.toHaveProperty('overrides');
    expect(manifest, manager).not.toHaveProperty('resolutions');
  }
});
