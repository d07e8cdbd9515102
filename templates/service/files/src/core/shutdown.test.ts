import { expect, it } from 'vitest';
import { slackMs } from '../../test/harness/patience.ts';
import { createLog } from './log.ts';
import { runShutdown } from './shutdown.ts';

it('goes on when a step fails or does not end, and ends within its budget', async () => {
  const lines: string[] = [];
  const { log } = createLog({
    level: 'info',
    service: 'test',
    destination: { write: (line) => lines.push(line) },
  });
  const done: string[] = [];
  const step = (name: string, run: () => Promise<unknown>) => ({
    name,
    share: 0.2,
    run,
    force: () => void done.push(`forced ${name}`),
  });
  const steps = [
    step('stuck', () => new Promise(() => undefined)),
    step('failing', () => Promise.reject(new Error('no'))),
    step('good', () => Promise.resolve(done.push('good'))),
  ];
  const begun = performance.now();
  await runShutdown(steps, 500, log);
  expect(performance.now() - begun).toBeLessThan(500 + slackMs);
  expect(done).toEqual(['forced stuck', 'forced failing', 'good']);
  expect(lines).toHaveLength(2);
});
