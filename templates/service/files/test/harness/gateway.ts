import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GatewayCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** `performance.now()` when the whole request had arrived. */
  readonly at: number;
  /** Which socket it came on, counted from 1. */
  readonly socket: number;
}

/** The outside world: payments, mail, warehouse and analytics, over real HTTP. */
export interface Gateway {
  readonly url: string;
  readonly calls: readonly GatewayCall[];
  /** What was done, once for each path and idempotency key: `POST /charges <key>` → the body. */
  readonly effects: ReadonlyMap<string, unknown>;
  /** The next calls get these statuses, one each; the last one stays. `answer()` goes back to 201. */
  answer(...statuses: readonly number[]): void;
  /** Each answer waits this long from now on. */
  delay(ms: number): void;
  /** Keeps every answer back until {@link Gateway.release}. */
  hold(): void;
  release(): void;
  /** Headers of each answer from now on, such as `retry-after`. */
  headers(headers: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** Starts a gateway that accepts everything until told otherwise. */
export async function startGateway(): Promise<Gateway> {
  const calls: GatewayCall[] = [];
  const effects = new Map<string, unknown>();
  const sockets = new WeakMap<object, number>();
  let socketCount = 0;
  let statuses: number[] = [];
  let delayMs = 0;
  let held = Promise.withResolvers<undefined>();
  held.resolve(undefined);
  let extraHeaders: Readonly<Record<string, string>> = {};

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  server.on('connection', (socket) => sockets.set(socket, (socketCount += 1)));

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const path = request.url ?? '/';
    const method = request.method ?? 'GET';
    const socket = sockets.get(request.socket) ?? 0;
    calls.push({ method, path, headers: request.headers, body, at: performance.now(), socket });
    const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 201;
    await held.promise;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const key = request.headers['idempotency-key'];
    if (status < 300 && typeof key === 'string') effects.set(`${method} ${path} ${key}`, body);
    response.writeHead(status, { 'content-type': 'application/json', ...extraHeaders });
    response.end(JSON.stringify({ status: status < 300 ? 'accepted' : 'refused' }));
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    calls,
    effects,
    answer: (...next) => {
      statuses = [...next];
    },
    delay: (ms) => {
      delayMs = ms;
    },
    hold: () => {
      held = Promise.withResolvers<undefined>();
    },
    release: () => {
      held.resolve(undefined);
    },
    headers: (headers) => {
      extraHeaders = headers;
    },
    close: async () => {
      held.resolve(undefined);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
