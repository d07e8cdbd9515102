/** What `npm run build` and `npm ci` run: `dist/`, with a tarball for services that a checkout creates. */
import { join } from 'node:path';
import { buildDist } from './dist.ts';
import { packTarball } from './tarball.ts';

const dist = join(import.meta.dirname, '../dist');
await buildDist(dist);
await packTarball(dist, dist);
