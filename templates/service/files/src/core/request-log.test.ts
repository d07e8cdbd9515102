import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { createLog } from './log.ts';
import { createRequestLog } from './request-log.ts';

it.each([
  ['debug', 1],
  ['info', 1],
  ['warn', 0],
  ['silent', 0],
])('at level %s a request writes %d lines', async (level, count) => {
  const lines: string[] = [];
  const { log } = createLog({
    level,
    service: 'shop',
    destination: { write: (line) => lines.push(line) },
  });
  const logRequest = createRequestLog(log);
  const app = fastify();
  app.addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply);
    done();
  });
  await app.inject('/nowhere');
  expect(lines).toHaveLength(count);
});
