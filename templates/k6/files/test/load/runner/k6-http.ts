/** The part of the module `k6/http` that the scripts use, for the runner. It is not k6. */
import { exchange } from './exchange.ts';
import type { Incoming } from './protocol.ts';
import { record } from './recorder.ts';
import { select } from './selector.ts';

interface Params {
  readonly headers?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

interface Response {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: string;
  readonly timings: { readonly duration: number };
  /** The parsed body, or the field of it at `selector` (`items.#.id`); undefined when it is not there. */
  json(selector?: string): unknown;
}

/** Sends a GET and waits for its answer. */
export function get(url: string, params: Params = {}): Response {
  return request('GET', url, null, params);
}

/** Sends a POST and waits for its answer. */
export function post(url: string, body: string | null = null, params: Params = {}): Response {
  return request('POST', url, body, params);
}

/** Sends any request and waits for its answer. */
export function request(
  method: string,
  url: string,
  body: string | null = null,
  params: Params = {},
): Response {
  const { headers = {}, tags } = params;
  const outgoing = { name: tags?.['name'] ?? url, method, url, body, headers };
  const incoming = exchange(outgoing);
  return respond(incoming, record(outgoing, incoming));
}

function respond(incoming: Incoming, fields: Set<string>): Response {
  const { status, body, headers, error, durationMs } = incoming;
  return {
    status,
    body,
    headers,
    error,
    timings: { duration: durationMs },
    json(selector = '') {
      if (selector !== '') fields.add(selector);
      return select(JSON.parse(body), selector);
    },
  };
}
