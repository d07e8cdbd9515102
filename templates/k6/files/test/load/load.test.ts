import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../src/core/schema.ts';
import { buildService, type TestService } from '../harness.ts';
import { alice } from '../samples.ts';
import { type OpenApi, undocumented } from './document.ts';
import { type RunReport, runScript } from './runner/run.ts';
import type { Verdict } from './runner/thresholds.ts';
import { scripts, scriptUrl } from './scripts.ts';

interface Load {
  readonly baseUrl: string;
  readonly users: number;
  readonly iterations: number;
  readonly thinkSeconds: number;
}

const duration = 'http_req_duration';

let service: TestService;
let url = '';
let token: string | undefined;

beforeAll(async () => {
  service = await buildService();
  ({ url } = await service.start());
  await seed(service);
  token = (await service.as(alice))['authorization']?.replace('Bearer ', '');
});
afterAll(() => service.close());

/** Without think time, which would mostly only take longer. */
function runHere(
  script: string,
  { baseUrl = url, users = 1, iterations = 1, thinkSeconds = 0 }: Partial<Load> = {},
): Promise<RunReport> {
  const env = {
    BASE_URL: baseUrl,
    THINK_SECONDS: String(thinkSeconds),
    ...(token ? { TOKEN: token } : {}),
  };
  return runScript({ script: scriptUrl(script), env, users, iterations });
}

function failedOf(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.filter((verdict) => !verdict.passed).map((verdict) => verdict.metric);
}

describe('the load scripts', () => {
  it.each(scripts)('%s works, and uses only what the service documents', async (script) => {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
    // Two, so that they meet.
    const { calls, checks, verdicts, iterations } = await runHere(script, {
      users: 2,
      iterations: 2,
    });
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect(failedOf(verdicts).filter((metric) => !metric.startsWith(duration))).toEqual([]);
    expect(calls).not.toEqual([]);
    expect(calls.flatMap((call) => undocumented(document, call))).toEqual([]);
    expect(iterations).toBe(4);
    // Neither a name for each id, nor a route whose slowness the others hide.
    const judged = new Set(verdicts.map(({ metric }) => metric));
    expect(calls.filter(({ name }) => !judged.has(`${duration}{name:${name}}`))).toEqual([]);
  });

  it('turn red when one answer in a few takes 700 ms', async () => {
    const slow = await startSlowProxy(url, 700);
    try {
      const { verdicts, passed } = await runHere('smoke', { baseUrl: slow.url });
      expect(passed).toBe(false);
      expect(failedOf(verdicts)).toContain(duration);
      expect(failedOf(verdicts).filter((metric) => !metric.startsWith(duration))).toEqual([]);
    } finally {
      slow.server.close();
    }
  });

  it('turn red when nothing answers, and do not hurry on', async () => {
    const start = performance.now();
    const dead = { baseUrl: 'http://127.0.0.1:1', iterations: 4, thinkSeconds: 0.2 };
    const { passed, iterations } = await runHere('smoke', dead);
    expect({ passed, iterations }).toEqual({ passed: false, iterations: 4 });
    expect(performance.now() - start).toBeGreaterThan(800);
  });
});

/** A proxy that holds the first request back. */
async function startSlowProxy(
  target: string,
  delayMs: number,
): Promise<{ readonly url: string; readonly server: Server }> {
  let holdMs = delayMs;
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const heldMs = holdMs;
      holdMs = 0;
      await sleep(heldMs);
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
