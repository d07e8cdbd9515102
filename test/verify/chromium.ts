/** A real Chromium, told what to do over a pipe by the DevTools protocol. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { findProgram } from '../../src/verify/operational/find-tool.ts';

export interface Chromium {
  open(file: string): Promise<Page>;
  close(): Promise<void>;
}

/** An open page. */
export interface Page {
  /** What the browser complained about: exceptions, errors of the console, what it could not load. */
  readonly complaints: readonly string[];
  /** The value of an expression of JavaScript, as JSON has it. */
  evaluate(expression: string): Promise<unknown>;
  /** Lays the page out anew. */
  resize(width: number, height: number): Promise<void>;
  prefer(scheme: 'light' | 'dark'): Promise<void>;
  /** The whole page, as PNG. */
  screenshot(): Promise<Buffer>;
}

type Params = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

/** Starts the browser with a profile of its own, which goes with it. */
export function startChromium(): Chromium {
  const profile = mkdtempSync(join(tmpdir(), 'plinth-chromium-'));
  const child = spawn(
    findProgram('chromium') ?? 'chromium',
    // Tests run as root in CI, where Chromium refuses its own sandbox.
    ['--headless', '--no-sandbox', '--remote-debugging-pipe', `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const { send, listen } = protocolOf(child);
  return {
    open: async (file) => {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const attached = await send('Target.attachToTarget', { targetId, flatten: true });
      const session = String(attached['sessionId']);
      const ask = (method: string, params: Params = {}) => send(method, params, session);
      const complaints: string[] = [];
      const loaded = new Promise<void>((resolve) => {
        listen(({ sessionId, method, params = {} }) => {
          if (sessionId !== session) return;
          if (method === 'Page.loadEventFired') resolve();
          if (isComplaint(method, params)) complaints.push(JSON.stringify(params));
        });
      });
      for (const domain of ['Page', 'Runtime', 'Log']) await ask(`${domain}.enable`);
      await ask('Page.navigate', { url: pathToFileURL(file).href });
      await loaded;
      return pageOf(ask, complaints);
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function isComplaint(method: string | undefined, params: Params): boolean {
  if (method === 'Runtime.exceptionThrown') return true;
  if (method === 'Runtime.consoleAPICalled') return params['type'] === 'error';
  return method === 'Log.entryAdded' && JSON.stringify(params).includes('"level":"error"');
}

function pageOf(
  ask: (method: string, params?: Params) => Promise<Params>,
  complaints: readonly string[],
): Page {
  return {
    complaints,
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await ask('Runtime.evaluate', {
        expression,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { readonly value?: unknown }).value;
    },
    resize: async (width, height) => {
      const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
      await ask('Emulation.setDeviceMetricsOverride', metrics);
    },
    prefer: async (value) => {
      const features = [{ name: 'prefers-color-scheme', value }];
      await ask('Emulation.setEmulatedMedia', { features });
    },
    screenshot: async () => {
      const { data } = await ask('Page.captureScreenshot', { captureBeyondViewport: true });
      return Buffer.from(String(data), 'base64');
    },
  };
}

/** Messages are JSON with a zero byte behind each, out on descriptor 3 and in on 4. */
function protocolOf(child: ChildProcess) {
  const [, , , output, input] = child.stdio as unknown as readonly [
    unknown,
    unknown,
    unknown,
    Writable,
    Readable,
  ];
  const waiting = new Map<number, (message: Message) => void>();
  const listeners: ((message: Message) => void)[] = [];
  let buffered = '';
  let count = 0;
  input.setEncoding('utf8').on('data', (text: string) => {
    const parts = (buffered + text).split('\0');
    buffered = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id === undefined) for (const listener of listeners) listener(message);
      else waiting.get(message.id)?.(message);
    }
  });
  const send = async (method: string, params: Params, sessionId?: string): Promise<Params> => {
    const id = (count += 1);
    const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
    output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answered;
    waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  };
  return { send, listen: (listener: (message: Message) => void) => listeners.push(listener) };
}
