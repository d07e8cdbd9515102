import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { outliveReader } from './outlive-reader.ts';

const fails = (code: string) => {
  const output = new Writable();
  outliveReader([output]);
  return () => output.emit('error', Object.assign(new Error(code), { code }));
};

it('a command goes on when nobody reads what it says any more', () => {
  expect(fails('EPIPE')).not.toThrow();
});

it('a command ends when what it says cannot be written for another reason', () => {
  expect(fails('ENOSPC')).toThrow('ENOSPC');
});
