import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { packageManagerSetup } from '../../src/render/package-manager-setup.ts';
import { packageManagers } from '../../src/selection/answers.ts';
import { loadPack } from '../../src/pack/load.ts';
import { scratchFolder } from '../cli/plinth.ts';
import { nodeBinary } from '../npm-cache.ts';
import { runManager } from './package-managers.ts';

const templates = join(import.meta.dirname, '../../templates');

test.each(packageManagers)(
  'on a machine with Node 20, scripts of %s run on the Node that the service brings',
  async (manager) => {
    const bundled = loadPack(templates).dependencies['node'] ?? '';
    const cwd = scratchFolder();
    writeService(cwd, manager, bundled);
    const run = { cwd, node: await nodeBinary('20.19.0') };

    const install = await runManager(manager, ['install'], run);
    expect(install.exitCode, install.output).toBe(0);
    const script = await runManager(manager, ['run', 'versions'], run);
    // Once as a command, once as the Node that a tool of node_modules runs on.
    expect(script.output.split(`v${bundled}`)).toHaveLength(3);
  },
);

/** A package.json and the files beside it as a service has them, with one small tool. */
function writeService(cwd: string, manager: (typeof packageManagers)[number], node: string): void {
  const setup = packageManagerSetup({
    packageManager: manager,
    node: 'bundled',
    dependencies: [],
    overrides: {},
  });
  const manifest = {
    name: 'svc',
    private: true,
    scripts: { versions: 'node --version && tool' },
    devDependencies: { node, tool: 'file:./tool' },
    ...setup.package,
  };
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest));
  mkdirSync(join(cwd, 'tool'));
  const tool = { name: 'tool', version: '1.0.0', bin: 'tool.js' };
  writeFileSync(join(cwd, 'tool/package.json'), JSON.stringify(tool));
  const code = '#!/usr/bin/env node\nconsole.log(process.version);\n';
  writeFileSync(join(cwd, 'tool/tool.js'), code, { mode: 0o755 });
  for (const [path, text] of Object.entries(setup.files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  if (manager === 'yarn') writeFileSync(join(cwd, 'yarn.lock'), '');
}
