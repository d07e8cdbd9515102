import { expect, it } from 'vitest';
import { createLineBuffer } from './log-buffer.ts';

it('writes lines together: when they are many, when asked, and by itself after a while', async () => {
  const writes: string[] = [];
  const buffer = createLineBuffer((text) => writes.push(text));
  buffer.write('one\n');
  buffer.write('two\n');
  expect(writes).toEqual([]);
  buffer.flush();
  buffer.flush();
  expect(writes).toEqual(['one\ntwo\n']);
  buffer.write('x'.repeat(70_000));
  expect(writes).toHaveLength(2);
  buffer.write('late\n');
  await expect.poll(() => writes.at(-1)).toBe('late\n');
});
