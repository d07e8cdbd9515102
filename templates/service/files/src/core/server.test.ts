import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackMs } from '../../test/harness/patience.ts';
import type { Access, Authenticator } from './contract.ts';
import { forbidden, unauthenticated } from './errors.ts';
import { createLog } from './log.ts';
import { createServer, type App } from './server.ts';

const roles = { roles: ['admin'] } as const;
const lines: string[] = [];
const { log } = createLog({
  level: 'info',
  service: 'test',
  destination: { write: (line) => lines.push(line) },
});

/** Takes `x-user: ann admin clerk` for Ann with two roles. */
const header: Authenticator = {
  name: 'header',
  identify: (request) => {
    const given = request.headers['x-user'];
    if (typeof given !== 'string') return Promise.resolve(undefined);
    if (given === 'forged') throw unauthenticated('That is not you.');
    const [id = '', ...own] = given.split(' ');
    return Promise.resolve({ id, roles: own });
  },
};

let app: App;
let draining = false;
const build = async (authenticators: readonly Authenticator[] = []) => {
  app = await createServer({
    title: 'test',
    log,
    authenticators,
    trustProxy: [],
    draining: () => draining,
  });
  const route = (url: string, access: Access) =>
    app.get(url, { config: { access } }, ({ principal }) => ({ caller: principal?.id ?? null }));
  route('/open', 'public');
  route('/mine', 'signed-in');
  route('/admin', roles);
  app.post(
    '/things',
    {
      config: { access: 'public' },
      schema: {
        body: Type.Object({ count: Type.Integer() }, { additionalProperties: false }),
        querystring: Type.Object({ limit: Type.Integer({ default: 5 }) }),
      },
    },
    ({ body, query }) => ({ ...body, ...query }),
  );
  app.get('/things/:id', { config: { access: 'public' } }, () => ({}));
  app.delete('/things/:id', { config: { access: 'public' } }, () => ({}));
  app.get('/broken', { config: { access: 'public' } }, () => {
    throw new Error('connection string is postgres://planted');
  });
};
afterEach(async () => {
  lines.length = 0;
  draining = false;
  await app.close();
});

describe('the OpenAPI document', () => {
  it('is made before the server is ready, which two operations of one name prevent', async () => {
    await build();
    app.get('/things/by-id', { config: { access: 'public' } }, () => ({}));
    await expect(app.ready()).rejects.toThrow('are both named getThingsById');
  });
});

describe('access', () => {
  const statusOf = async (url: string, user?: string) => {
    const headers = user === undefined ? {} : { 'x-user': user };
    return (await app.inject({ url, headers })).statusCode;
  };

  it('must be said by every route', async () => {
    await build();
    expect(() => app.get('/silent', () => 'ok')).toThrow('GET /silent must say who may call');
  });

  it.each([
    ['/open', undefined, 200],
    ['/open', 'forged', 200],
    ['/mine', undefined, 401],
    ['/mine', 'forged', 401],
    ['/mine', 'ann', 200],
    ['/admin', undefined, 401],
    ['/admin', 'ann clerk', 403],
    ['/admin', 'ann clerk admin', 200],
    ['/nowhere', undefined, 404],
  ])('%s called by %s answers %i', async (url, user, status) => {
    await build([header]);
    expect(await statusOf(url, user)).toBe(status);
  });

  it('is asked before the body is read', async () => {
    await build([header]);
    app.post('/guarded', { config: { access: 'signed-in' } }, () => 'ok');
    const payload = '{ not json';
    const headers = { 'content-type': 'application/json' };
    const response = await app.inject({ method: 'POST', url: '/guarded', payload, headers });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
  });

  it('is open where nothing authenticates, and nobody is the caller', async () => {
    await build();
    const response = await app.inject({ url: '/admin', headers: { 'x-user': 'ann admin' } });
    expect(response.json()).toEqual({ caller: null });
  });

  it('asks authenticators in turn until one knows the caller', async () => {
    const blind: Authenticator = { name: 'blind', identify: () => Promise.resolve(undefined) };
    const strict: Authenticator = {
      name: 'strict',
      identify: () => Promise.reject(forbidden('never asked')),
    };
    await build([blind, header, strict]);
    expect(await statusOf('/mine', 'ann')).toBe(200);
  });
});

const postHead = 'POST /things?limit=1 HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

describe('an error', () => {
  beforeEach(() => build());

  it('that nobody foresaw leaks nothing, and is logged with the id that the caller got', async () => {
    const response = await app.inject('/broken');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('planted');
    const { requestId, ...problem } = response.json<Record<string, unknown>>();
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'internal',
    });
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged).toContainEqual(expect.objectContaining({ level: 'error', requestId }));
  });

  const post = (payload: string, type = 'application/json', url = '/things') =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  it.each([
    ['malformed JSON', '{', 'application/json', 400, 'bad-request'],
    ['an empty body', '', 'application/json', 400, 'validation'],
    ['a body without a bottom', nested(65), 'application/json', 400, 'bad-request'],
    ['a body that is no JSON', 'count=1', 'text/csv', 415, 'unsupported-media-type'],
    ['a body that is text', '{"count":1}', 'text/plain', 415, 'unsupported-media-type'],
    ['a body over the limit', `"${'x'.repeat(300_000)}"`, 'application/json', 413, 'too-large'],
    ['a prototype in disguise', '{"__proto__":{}}', 'application/json', 400, 'bad-request'],
    ['a text for a number', '{"count":"1"}', 'application/json', 400, 'validation'],
    ['an unknown property', '{"count":1,"x":1}', 'application/json', 400, 'validation'],
  ])('of %s is a problem document with a code', async (_name, payload, type, status, code) => {
    const response = await post(payload, type);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.json()).toMatchObject({ status, code });
  });

  it('of a body says how deep it may nest, and is none for one that deep', async () => {
    expect((await post(nested(65))).json()).toMatchObject({
      detail: 'The body nests deeper than 64 levels.',
    });
    expect((await post(nested(64))).json()).toMatchObject({ code: 'validation' });
    expect((await post(nested(100_000))).json()).toMatchObject({ code: 'bad-request' });
  });

  it.each([
    ['a number that no double holds', '{"count":1,"a/b":[1e400]}', '/body/a~1b/0', 'below 1.8e308'],
    ['half of a surrogate pair', '{"count":1,"x":"\\ud800"}', '/body/x', 'valid Unicode'],
    ['a name with half of one', '{"x":{"\\udc00":1}}', '/body/x', 'name of a property'],
  ])(
    'of %s, which would be stored as something else, names it',
    async (_what, body, pointer, why) => {
      expect((await post(body)).json()).toMatchObject({
        status: 400,
        code: 'validation',
        errors: [{ pointer, detail: expect.stringContaining(why) as string }],
      });
    },
  );

  it('of validation points at what is wrong', async () => {
    expect((await post('{}')).json()).toMatchObject({
      errors: [{ pointer: '/body/count', detail: "must have required property 'count'" }],
    });
  });

  it.each([
    ['an unknown path', 'GET', '/nowhere', 404, 'not-found'],
    ['a method that a path does not take', 'PUT', '/things/7?x=1', 405, 'method-not-allowed'],
    ['a path that cannot be decoded', 'GET', '/things/%ff', 400, 'bad-request'],
    ['a parameter without an end', 'GET', `/things/${'x'.repeat(200)}`, 414, 'uri-too-long'],
  ] as const)('of %s too', async (_name, method, url, status, code) => {
    const response = await app.inject({ method, url });
    expect(response.json()).toMatchObject({ status, code });
    if (status === 405) expect(response.headers['allow']).toBe('DELETE, GET, HEAD');
  });

  it('below HTTP is a problem document as well', async () => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await raw(app, 'NONSENSE\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    expect(answer).toContain('"code":"bad-request"');
    const big = await raw(app, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(big).toContain('"code":"headers-too-large"');
    const ids = [answer, big].map((text) => /\r\nx-request-id: (\S+)\r\n/.exec(text)?.[1]);
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged.filter(({ msg }) => msg === 'request not readable')).toMatchObject([
      { requestId: ids[0], status: 400, reason: 'HPE_INVALID_METHOD' },
      { requestId: ids[1], status: 431, reason: 'HPE_HEADER_OVERFLOW' },
    ]);
    expect(answer).toContain('x-content-type-options: nosniff');
  });

  it('below HTTP does not take the place of the answer to the request before it', async () => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    const body = '{"count":1}';
    const head = `${postHead}content-length: ${String(body.length)}\r\n\r\n`;
    const answer = await raw(app, `${head}${body}NONSENSE\r\n\r\n`, 'NONSENSE\r\n\r\n');
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(answer).toContain('{"count":1,"limit":1}');
  });
});

describe('a request that does not end', () => {
  beforeEach(() => build());

  it('is answered 408 after ten seconds, in its headers or in its body', async () => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    const begun = performance.now();
    const answers = await Promise.all([
      raw(app, 'GET /open HTTP/1.1\r\nhost: x\r\n', 'x: 1\r\n'),
      raw(app, `${postHead}content-length: 500\r\n\r\n`, ' '),
    ]);
    expect(performance.now() - begun).toBeLessThan(10_000 + 1_000 + slackMs);
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout/);
      expect(answer).toContain('"code":"request-timeout"');
    }
  });
});

describe('a server that closes', () => {
  beforeEach(async () => {
    await build();
    await app.listen({ host: '127.0.0.1', port: 0 });
  });

  it('does not wait for a connection on which nothing came', async () => {
    const silent = raw(app, '');
    await expect.poll(() => connections(app)).toBe(1);
    const begun = performance.now();
    await app.close();
    expect(performance.now() - begun).toBeLessThan(1_000 + slackMs);
    expect(await silent).toBe('');
  });

  it('asks for a new connection in the answer to what had begun before', async () => {
    const head = 'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
    const answer = raw(app, `${head}content-length: 12\r\n\r\n{`, '"count": 1}');
    await expect.poll(() => connections(app)).toBe(1);
    draining = true;
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*connection: close\r\n/i);
  });
});

describe('every answer', () => {
  beforeEach(() => build());

  it('carries security headers and a request id, the given one if it is harmless', async () => {
    const idOf = async (given: string) =>
      (await app.inject({ url: '/open', headers: { 'x-request-id': given } })).headers[
        'x-request-id'
      ];
    expect(await idOf('trace-1')).toBe('trace-1');
    expect(await idOf('a b"c')).toMatch(/^[\w-]{12}-[\da-z]+$/);
    expect(await idOf('eyJhbGciOiJIUzI1NiJ9.planted.x')).not.toContain('planted');
    expect(await idOf('')).not.toBe(await idOf(''));
    const { headers } = await app.inject('/nowhere');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });

  it('is one log line, with the route and not the path', async () => {
    await app.inject('/things/7?token=planted');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      service: 'test',
      requestId: expect.stringMatching(/./) as string,
      method: 'GET',
      route: '/things/:id',
      status: 200,
      durationMs: expect.any(Number) as number,
      msg: 'request',
    });
  });

  it.each([
    ['an unknown path', '/nowhere', 404],
    ['a path that cannot be decoded', '/things/%ff', 400],
    ['a parameter without an end', `/things/${'x'.repeat(200)}`, 414],
  ])('is all of that without a route too: %s', async (_name, url, status) => {
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(lines).toHaveLength(1);
    const requestId = headers['x-request-id'];
    expect(requestId).toMatch(/./);
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ requestId, route: null, status });
    expect(line['durationMs']).toEqual(expect.any(Number));
  });
});

it('takes no compressed body, and says so', async () => {
  await build();
  const answer = await app.inject({
    method: 'POST',
    url: '/things',
    payload: gzipSync('{"count":1}'),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  });
  expect(answer.statusCode).toBe(415);
  expect(answer.json()).toMatchObject({ detail: 'The body is gzip: send it as it is.' });
  expect(answer.headers['accept-encoding']).toBe('identity');
});

it('takes a request without a body that names the type of one', async () => {
  await build();
  const headers = { 'content-type': 'application/json' };
  const answer = await app.inject({ method: 'DELETE', url: '/things/7', headers });
  expect(answer.statusCode).toBe(200);
});

it('coerces what arrives as text, and fills in defaults', async () => {
  await build();
  const ask = (url: string) => app.inject({ method: 'POST', url, payload: { count: 1 } });
  expect((await ask('/things?limit=7')).json()).toEqual({ count: 1, limit: 7 });
  expect((await ask('/things')).json()).toEqual({ count: 1, limit: 5 });
});

const connections = (server: App): Promise<number> =>
  new Promise((resolve) => {
    server.server.getConnections((_error, count) => resolve(count));
  });

/** Sends bytes as they are, then `more` four times a second, and gives what comes back until the end. */
function raw(server: App, bytes: string, more = ''): Promise<string> {
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(address.port, '127.0.0.1', () => socket.write(bytes));
    const dripping = setInterval(() => socket.write(more), 250);
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer)).on('error', reject);
    socket.on('close', () => clearInterval(dripping));
  });
}
