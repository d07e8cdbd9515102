/** Prints a digest of everything that is rendered and recorded, and of the pack that it came from. */
import { loadPack } from '../pack/load.ts';
import { sha256 } from '../pack/files.ts';
import { resolve } from '../selection/resolve.ts';
import { render } from './render.ts';

const [folder = ''] = process.argv.slice(2);
const pack = loadPack(folder);
const selection = resolve(pack, {
  name: 'svc',
  practices: { jobs: {}, cache: { tiers: 'shared' } },
  modules: { zebras: { fields: { name: 'string' } }, users: { sample: true } },
  packageManager: { name: 'npm' },
  node: 'system',
});
const tree = render(pack, selection, '1.0.0');
const lines = [...tree.files.values()].map(({ path, mode, owners, bytes }) =>
  [path, mode, owners, sha256(bytes)].join(' '),
);
process.stdout.write(`${pack.digest} ${sha256(lines.join('\n'))}`);
