import { describe, expect, it } from 'vitest';
import { parseCommand } from './command.ts';

const parse = (line: string) => parseCommand(line.split(' '));

describe('the command line of migrations', () => {
  it('takes back one migration unless it is told how many', () => {
    expect(parse('down')).toEqual({ kind: 'down', steps: 1 });
    expect(parse('down 3')).toEqual({ kind: 'down', steps: 3 });
  });

  it('reads an owner and a name', () => {
    expect(parse('new orders add-note')).toEqual({
      kind: 'new',
      owner: 'orders',
      name: 'add-note',
    });
    expect(parse('backfill orders/fill-note')).toEqual({
      kind: 'backfill',
      name: 'orders/fill-note',
    });
  });

  it.each([
    ['sideways', 'Expected a command, found "sideways"'],
    ['up now', '"up" does not take "now"'],
    ['down 0', 'whole number above 0, found "0"'],
    ['down all', 'whole number above 0, found "all"'],
    ['new orders', 'NAME is lower-case letters, digits and dashes, found "nothing"'],
    ['new ../orders x', 'OWNER is lower-case letters, digits and dashes, found "../orders"'],
    ['backfill orders', '"backfill" takes OWNER/NAME, found "orders"'],
  ])('refuses "%s" and says why', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});
