import { fileURLToPath } from 'node:url';
import type { NodePlopAPI } from 'node-plop';
import manifest from '../package.json' with { type: 'json' };
import { loadPack } from '../src/pack/load.ts';
import { moduleGenerator } from './module.ts';
import { practiceGenerator } from './practice.ts';
import { serviceGenerator } from './service.ts';

/** Lets plop run the generators: `npx plop --plopfile generators/plopfile.ts service`, `module` or `practice`. */
export default function plopfile(plop: NodePlopAPI): void {
  const pack = loadPack(fileURLToPath(new URL('../templates', import.meta.url)));
  const setup = { pack, engine: manifest.version, cwd: process.cwd() };
  plop.setGenerator('service', serviceGenerator(setup));
  plop.setGenerator('module', moduleGenerator(setup));
  plop.setGenerator('practice', practiceGenerator(setup));
}
