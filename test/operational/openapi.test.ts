import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/verify/free-port.ts';

const root = join(import.meta.dirname, '..', '..');
const redocly = join(
  dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')),
  'bin',
  'cli.js',
);

let folder = '';
let document = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-openapi-'));
  const service = join(folder, 'shop');
  const flags = ['--preset', 'everything', '--yes', '--no-git'];
  await execa(process.execPath, [join(root, 'src', 'bin.ts'), 'create', service, ...flags], {
    stdin: 'ignore',
  });
  document = await servedBy(service);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a service in development and reads the document that it serves. */
async function servedBy(service: string): Promise<string> {
  const url = `http://127.0.0.1:${String(await freePort())}`;
  const env = { NODE_ENV: 'development', HOST: '127.0.0.1', PORT: new URL(url).port };
  const running = execa(process.execPath, ['src/main.ts'], {
    cwd: service,
    env,
    all: true,
    reject: false,
    stdin: 'ignore',
  });
  try {
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      const answer = await fetch(`${url}/openapi.json`).catch(() => undefined);
      if (answer?.ok) return await answer.text();
      await new Promise((wake) => setTimeout(wake, 100));
    }
  } finally {
    running.kill();
  }
  throw new Error(`no document within 30 s:\n${(await running).all}`);
}

async function lint(text: string) {
  const file = join(folder, 'openapi.json');
  await writeFile(file, text);
  // Whose licence an API has, and on which host it answers, is not for a skeleton to say; what any
  // operation can fail with is its default answer.
  const rules = ['info-license', 'no-server-example.com', 'no-empty-servers'];
  const skipped = [...rules, 'operation-4xx-response'].map((rule) => `--skip-rule=${rule}`);
  return execa(process.execPath, [redocly, 'lint', '--extends=recommended', ...skipped, file], {
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' },
    all: true,
    reject: false,
  });
}

describe('the OpenAPI document of everything', () => {
  it('passes redocly', async () => {
    const { all, exitCode } = await lint(document);
    expect(exitCode, all).toBe(0);
    expect(all).toContain('description is valid');
    expect(all).not.toMatch(/\bwarnings?\b/i);
  });

  it.each([
    ['a reference to nothing', /"\$ref":"[^"]+"/, '"$ref":"#/components/schemas/Nothing"'],
    ['a type that does not exist', '"type":"string"', '"type":"text"'],
    ['one name for two operations', '"operationId":"getOrders"', '"operationId":"getUsers"'],
    ['a path parameter that is not declared', '"/products/{id}"', '"/products/{number}"'],
  ])('fails it with %s', async (_, before, after) => {
    const broken = document.replace(before, after);
    expect(broken).not.toBe(document);
    expect((await lint(broken)).exitCode).not.toBe(0);
  });
});
