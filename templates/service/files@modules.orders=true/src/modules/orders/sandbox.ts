import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

/** A charge above this is declined, so that both ends of an order can be seen in development. */
const creditLimit = 1_000_000;
const maxBodyBytes = 10_000;

/**
 * A payment gateway for development: a real HTTP server on loopback, with the contract of the real
 * one. Starts with the first charge, and never keeps the process alive.
 * @returns resolves to its base URL
 */
export function createPaymentSandbox(): () => Promise<string> {
  let started: Promise<string> | undefined;
  return () => (started ??= start());
}

async function start(): Promise<string> {
  const charges = new Map<string, number>();
  const server = createServer((request, response) => {
    void answer(request, response, charges);
  });
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port.');
  return `http://127.0.0.1:${String(address.port)}`;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  charges: Map<string, number>,
): Promise<void> {
  const key = request.headers['idempotency-key'];
  const amount = await readAmount(request);
  if (request.method !== 'POST' || request.url !== '/charges') return end(response, 404);
  if (typeof key !== 'string' || amount === undefined) return end(response, 400);
  const status = charges.get(key) ?? (amount > creditLimit ? 402 : 201);
  charges.set(key, status);
  end(response, status);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: status === 201 ? 'charged' : 'refused' }));
}

/** @returns `undefined` when the body is too long or has no amount */
async function readAmount(request: IncomingMessage): Promise<number | undefined> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > maxBodyBytes) return undefined;
  }
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('amount' in parsed)) return undefined;
    return typeof parsed.amount === 'number' ? parsed.amount : undefined;
  } catch {
    return undefined;
  }
}
