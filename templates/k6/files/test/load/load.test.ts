import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../harness.ts';
import { addProducts, alice } from '../samples.ts';
import { type OpenApi, undocumented } from './document.ts';
import type { Call } from './runner/protocol.ts';
import { type RunReport, runScript } from './runner/run.ts';
import type { Verdict } from './runner/thresholds.ts';
import { type ScriptName, scripts, scriptUrl } from './scripts.ts';

const run = promisify(execFile);
let service: TestService;
let url = '';
let token: string | undefined;

beforeAll(async () => {
  service = await buildService();
  ({ url } = await service.start());
  await addProducts(service.ports, [{ stock: 1_000 }, { stock: 1_000 }, { stock: 0 }]);
  token = (await service.as(alice))['authorization']?.replace('Bearer ', '');
});
afterAll(() => service.close());

/** Two shoppers, so that they meet; with think time they would only take longer. */
function runHere(script: ScriptName, baseUrl = url, iterations = 2): Promise<RunReport> {
  const env = { BASE_URL: baseUrl, THINK_SECONDS: '0', ...(token ? { TOKEN: token } : {}) };
  return runScript({ script: scriptUrl(script), env, users: 2, iterations });
}

function failedOf(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.filter((verdict) => !verdict.passed).map((verdict) => verdict.metric);
}

describe('the load scripts', () => {
  it('use the API of k6 as it is', async () => {
    const compiler = createRequire(import.meta.url).resolve('@typescript/native/package.json');
    const tsc = join(dirname(compiler), 'bin', 'tsc');
    await run(process.execPath, [tsc, '--project', import.meta.dirname]);
  });

  it.each(scripts)('%s works, and uses only what the service documents', async (script) => {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
    const { calls, checks, verdicts, iterations } = await runHere(script);
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect(failedOf(verdicts).filter((metric) => metric !== 'http_req_duration')).toEqual([]);
    expect(new Set(calls.map((call) => call.method))).toEqual(new Set(['GET', 'POST']));
    expect(calls.flatMap((call) => undocumented(document, call))).toEqual([]);
    expect(iterations).toBe(4);
  });

  it('turn red when answers take 700 ms', async () => {
    const slow = await startSlowProxy(url, 700);
    try {
      const { verdicts, passed } = await runHere('smoke', slow.url, 1);
      expect(passed).toBe(false);
      expect(failedOf(verdicts)).toEqual(['http_req_duration']);
    } finally {
      slow.server.close();
    }
  });

  it('turn red when nothing answers', async () => {
    await expect(runHere('smoke', 'http://127.0.0.1:1')).rejects.toThrow();
  });
});

describe('the comparison with the OpenAPI document', () => {
  const call: Call = {
    method: 'POST',
    url: 'http://host/orders',
    headers: { 'idempotency-key': 'a' },
    body: '{"items":[{"productId":"00000000-0000-4000-8000-000000000001","quantity":1}]}',
    status: 201,
    durationMs: 1,
    fields: ['id', 'items.#.price'],
  };
  it.each<readonly [string, Partial<Call>]>([
    ['POST /order does not exist', { url: 'http://host/order' }],
    ['PUT /orders does not exist', { method: 'PUT' }],
    ['has no query parameter "dry"', { url: 'http://host/orders?dry=1' }],
    ['needs the header "idempotency-key"', { headers: {} }],
    ['does not take the body {}', { body: '{}' }],
    ['does not document the status 200', { status: 200 }],
    ['does not answer the field "number"', { fields: ['number'] }],
    ['does not answer the field "items.#.cost"', { fields: ['items.#.cost'] }],
  ])('finds: %s', async (problem, change) => {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
    expect(undocumented(document, call)).toEqual([]);
    expect(undocumented(document, { ...call, ...change }).join()).toContain(problem);
  });
});

/** A proxy that holds every request back. */
async function startSlowProxy(
  target: string,
  delayMs: number,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      await sleep(delayMs);
      const headers = new Headers(request.headers as Record<string, string>);
      headers.delete('connection');
      const answer = await fetch(`${target}${request.url ?? '/'}`, {
        method: request.method ?? 'GET',
        headers,
        body: chunks.length === 0 ? null : Buffer.concat(chunks),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(await answer.text());
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `http://127.0.0.1:${port ?? 0}`, server };
}
