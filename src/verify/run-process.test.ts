import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { scratchFolder } from '../pack/testing.ts';
import { runProcess } from './run-process.ts';

/** Starts a server in a group of its own, as tests do that freeze it, and waits. */
const withServer = (beats: string): string => `
const { spawn } = require('node:child_process');
const beat = 'setInterval(() => require("node:fs").appendFileSync(process.argv[1], "."), 20)';
spawn(process.execPath, ['-e', beat, ${JSON.stringify(beats)}], { detached: true, stdio: 'ignore' });
setInterval(() => {}, 1000);
`;

test.each([
  ['a signal', 60_000],
  ['too long a time', 2_000],
])('%s ends what was started in groups of its own too', async (name, timeoutMs) => {
  const beats = join(scratchFolder(), 'beats');
  const count = () => (existsSync(beats) ? readFileSync(beats).length : 0);
  const controller = new AbortController();
  const { signal } = controller;
  const options = { cwd: scratchFolder(), env: process.env, signal, timeoutMs };
  const running = runProcess(process.execPath, ['-e', withServer(beats)], options);
  const ended = running.then(
    ({ output }) => output,
    (error: unknown) => String(error),
  );
  await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(0);
  if (name === 'a signal') controller.abort(new Error('enough'));
  expect(await ended).toContain(name === 'a signal' ? 'enough' : 'It was ended after 2 s.');
  const counted = count();
  await setTimeout(300);
  expect(count()).toBe(counted);
});
