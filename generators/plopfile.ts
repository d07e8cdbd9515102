import { fileURLToPath } from 'node:url';
import type { NodePlopAPI } from 'node-plop';
import manifest from '../package.json' with { type: 'json' };
import { loadPack } from '../src/pack/load.ts';
import { engineSource } from './engine-source.ts';
import { moduleGenerator } from './module.ts';
import { practiceGenerator } from './practice.ts';
import { serviceGenerator } from './service.ts';

/** Lets plop run the generators: `npx plop --plopfile generators/plopfile.ts service`, `module` or `practice`. */
export default function plopfile(plop: NodePlopAPI): void {
  const pack = loadPack(here('../templates'));
  const engine = manifest.version;
  const machine = { cwd: process.cwd(), env: process.env, nodeVersion: process.versions.node };
  const setup = { pack, engine, cwd: machine.cwd };
  const source = engineSource(here('../dist'), engine);
  plop.setGenerator('service', serviceGenerator({ pack, engine, machine, engineSource: source }));
  plop.setGenerator('module', moduleGenerator(setup));
  plop.setGenerator('practice', practiceGenerator(setup));
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
