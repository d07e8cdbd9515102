import { Agent } from 'undici';
import { currentContext } from './context.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as the JSON body. */
  readonly json?: unknown;
  /** Ends the call. Without one the agent's own timeouts bound it. */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed body, `undefined` when there is none or it is not JSON. */
  readonly json: unknown;
}

export interface HttpClient {
  /**
   * @throws UpstreamError on a status outside 200 to 299, a redirect included: it is not followed.
   * Otherwise whatever the network throws.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Waits for calls in flight, then closes the sockets. Idle ones never keep the process alive. */
  close(): Promise<void>;
}

/** Another system answered, and not as it was expected to. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  /** The origin that answered. */
  readonly target: string;
  readonly status: number;
  /** What `Retry-After` asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly json: unknown;

  constructor(target: string, response: HttpResponse) {
    super(`${target} answered ${String(response.status)}`);
    this.target = target;
    this.status = response.status;
    this.retryAfterMs = retryAfterMs(response.headers['retry-after'], Date.now());
    this.json = response.json;
  }
}

/** Bounds of the pool; one socket carries one request at a time. */
export interface HttpClientOptions {
  readonly connectionsPerOrigin?: number;
  readonly connectTimeoutMs?: number;
  /** For the headers, and between two pieces of the body. */
  readonly responseTimeoutMs?: number;
  readonly maxResponseBytes?: number;
}

/** Creates a client whose sockets are kept and reused, within bounds. */
export function createHttpClient({
  connectionsPerOrigin = 32,
  connectTimeoutMs = 1_000,
  responseTimeoutMs = 5_000,
  maxResponseBytes = 1_048_576,
}: HttpClientOptions = {}): HttpClient {
  const agent = new Agent({
    connections: connectionsPerOrigin,
    connectTimeout: connectTimeoutMs,
    headersTimeout: responseTimeoutMs,
    bodyTimeout: responseTimeoutMs,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    maxResponseSize: maxResponseBytes,
  });
  return {
    request: (request) => send(agent, request),
    close: () => agent.close(),
  };
}

async function send(agent: Agent, request: HttpRequest): Promise<HttpResponse> {
  const { origin, pathname, search } = new URL(request.url);
  const { statusCode, headers, body } = await agent.request({
    origin,
    path: pathname + search,
    method: request.method,
    headers: headersOf(request),
    ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  // Read even an error's body: an unread one holds its socket.
  const response = { status: statusCode, headers, json: parseJson(await body.text()) };
  if (statusCode < 200 || statusCode > 299) throw new UpstreamError(origin, response);
  return response;
}

function headersOf(request: HttpRequest): Record<string, string> {
  const context = currentContext();
  return {
    accept: 'application/json',
    ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(context === undefined ? {} : { 'x-request-id': context.requestId }),
    ...request.headers,
  };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
 * @returns milliseconds from `now`, never negative
 */
export function retryAfterMs(
  header: string | string[] | undefined,
  now: number,
): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
