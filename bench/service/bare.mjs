/**
 * The yardstick: `node bare.mjs SERVICE PRODUCT PORT`, a Fastify of the service's own version with one
 * route that answers PRODUCT, and nothing else.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [service, product, port] = process.argv.slice(2);
const { fastify } = createRequire(join(service, 'package.json'))('fastify');

const body = JSON.parse(product);
const app = fastify();
app.get('/products/:id', () => Promise.resolve(body));
await app.listen({ host: '127.0.0.1', port: Number(port) });
