import { describe, expect, it } from 'vitest';
import { createLineBuffer } from './log-buffer.ts';

function started() {
  const written: Uint8Array[] = [];
  const buffer = createLineBuffer((utf8) => written.push(utf8));
  // Read at the end: what was given away may be read later, and must not have changed by then.
  return { buffer, writes: () => written.map((utf8) => Buffer.from(utf8).toString()) };
}

describe('lines are written together', () => {
  it('when asked, and not twice', () => {
    const { writes, buffer } = started();
    buffer.write('one\n');
    buffer.write('zwölf 一\n');
    expect(writes()).toEqual([]);
    buffer.flush();
    buffer.flush();
    expect(writes()).toEqual(['one\nzwölf 一\n']);
  });

  it('by themselves after a while', async () => {
    const { writes, buffer } = started();
    buffer.write('late\n');
    await expect.poll(writes).toEqual(['late\n']);
  });

  it('when they are many, whole and in order', () => {
    const { writes, buffer } = started();
    const lines = Array.from({ length: 3_000 }, (_, number) => `${'一'.repeat(40)} ${number}\n`);
    for (const line of lines) buffer.write(line);
    expect(writes().length).toBeGreaterThan(1);
    buffer.flush();
    expect(writes().join('')).toBe(lines.join(''));
    expect(writes().every((text) => text.endsWith('\n'))).toBe(true);
  });

  it('but for one that is too long, which comes behind those before it', () => {
    const { writes, buffer } = started();
    const long = `${'x'.repeat(70_000)}\n`;
    buffer.write('before\n');
    buffer.write(long);
    buffer.write('behind\n');
    buffer.flush();
    expect(writes()).toEqual(['before\n', long, 'behind\n']);
  });
});
