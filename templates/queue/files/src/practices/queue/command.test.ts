import { describe, expect, it } from 'vitest';
import { UsageError, parseCommand } from './command.ts';

describe('the command line', () => {
  it.each([
    [['list'], { kind: 'list', json: false, consumer: undefined, limit: 20 }],
    [
      ['list', '--consumer', 'mail', '--limit', '5', '--json'],
      { kind: 'list', json: true, consumer: 'mail', limit: 5 },
    ],
    [['show', 'e:1'], { kind: 'show', json: false, eventId: 'e:1' }],
    [
      ['retry', 'e:1', 'mail'],
      { kind: 'retry', json: false, filter: { eventId: 'e:1', consumer: 'mail' } },
    ],
    [
      ['retry', '--all', '--consumer', 'mail'],
      { kind: 'retry', json: false, filter: { consumer: 'mail' } },
    ],
    [['discard', 'e:1'], { kind: 'discard', json: false, filter: { eventId: 'e:1' } }],
    [['migrate'], { kind: 'migrate', json: false }],
  ])('%j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([
    [[], 'Expected a command, found ""'],
    [['lost'], 'Expected a command, found "lost"'],
    [['retry'], 'Expected the id of an event'],
    [['discard', '--all'], 'Expected the id of an event'],
    [['list', '--limit', 'none'], 'expected a whole number above 0, found "none"'],
    [['list', '--loud'], '--loud'],
    [['show', 'a', 'b', 'c'], 'Surplus argument "c"'],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
    expect(() => parseCommand(args)).toThrow(message);
  });
});
