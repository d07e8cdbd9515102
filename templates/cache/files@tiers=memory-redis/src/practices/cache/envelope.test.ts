import { expect, it } from 'vitest';
import { open, seal } from './envelope.ts';
import { message, readMessage } from './message.ts';

const times = { readAt: 5, freshUntil: 10, staleUntil: 20 };

it.each([undefined, null, 0, { at: new Date(0) }])('brings back %j', (value) => {
  expect(open(seal({ value, ...times }), 5)).toEqual({ value, ...times });
});

it.each(['', 'not json', '{}', '[1]', '["v","soon","later"]'])('takes %j for a miss', (text) => {
  expect(open(text, 5)).toBeUndefined();
});

it.each([true, false])('brings back a message, refused: %j', (refused) => {
  const read = readMessage(message('me', ['a', 'b'], refused));
  expect(read).toEqual({ from: 'me', keys: ['a', 'b'], refused });
});

it('reads the message of a release that does not tell of refusals', () => {
  expect(readMessage('{"from":"x","keys":["a"]}')).toMatchObject({ refused: false });
});

it.each(['', 'null', '{"from":1,"keys":[]}', '{"from":"x","keys":[1]}', '{"from":"x","keys":"a"}'])(
  'ignores the message %j',
  (text) => {
    expect(readMessage(text)).toBeUndefined();
  },
);
