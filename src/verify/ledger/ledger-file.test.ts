import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type LedgerEntry, ledgerLine } from './entry.ts';
import { openLedger, readLedger } from './ledger-file.ts';
import { digest, entryOf } from './testing.ts';

function ledgerPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-ledger-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return join(folder, '.plinth/ledger.jsonl');
}

const first = entryOf({ combination: 'cache.tiers=memory' });
const second = entryOf({ combination: 'k6', result: 'failed', fingerprint: digest('b') });

test('what was appended is what is read, run after run', () => {
  const path = ledgerPath();
  openLedger(path).append(first);
  const again = openLedger(path);
  expect(again.entries).toEqual([first]);
  again.append(second);
  expect(readLedger(path)).toEqual([first, second]);
});

test('a ledger that was cut anywhere has the whole lines before, and takes new ones', () => {
  const text = ledgerLine(first) + ledgerLine(second);
  fc.assert(
    fc.property(fc.nat({ max: text.length }), (length) => {
      const path = ledgerPath();
      openLedger(path);
      writeFileSync(path, text.slice(0, length));
      const whole = [first, second].filter(
        (_, index) => ledgerLine(first).length * (index + 1) <= length + 1,
      );
      const survivors = length >= text.length - 1 ? [first, second] : whole.slice(0, 1);
      expect(readLedger(path)).toEqual(survivors);
      openLedger(path).append(second);
      expect(readLedger(path)).toEqual([...survivors, second]);
      expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
    }),
  );
});

test.each(['a note of mine', 'v24.21.0', '{ "name": "x"'])(
  'a file of one line that is none of a ledger is refused, and stays: %s',
  (text) => {
    const path = ledgerPath();
    openLedger(path);
    writeFileSync(path, text);
    expect(() => openLedger(path)).toThrow(
      expect.objectContaining({ code: 'PLINTH_LEDGER_INVALID', line: 1 }),
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

test('line breaks of Windows, a byte-order mark and the zeros of a power cut do no harm', () => {
  const path = ledgerPath();
  openLedger(path);
  const text = `\uFEFF${ledgerLine(first)}${ledgerLine(second)}`.replaceAll('\n', '\r\n');
  writeFileSync(path, `${text}\0\0\0`);
  expect(openLedger(path).entries).toEqual([first, second]);
  openLedger(path).append(second);
  expect(readLedger(path)).toEqual([first, second, second]);
});

test.each<[string, string, string]>([
  ['no JSON', 'hello', 'expected a JSON object, and found "hello"'],
  ['an empty line', '', 'expected a JSON object, and found ""'],
  ['a list', '[]', 'the line: '],
  ['another result', line({ result: 'skipped' }), '"result"'],
  ['another tier', line({ tier: 'imagined' }), '"tier"'],
  ['a fingerprint that is none', line({ fingerprint: 'abc' }), '"fingerprint"'],
  ['a duration below nothing', line({ durationMs: -1 }), '"durationMs"'],
  ['no time', line({ at: 'yesterday' }), '"at"'],
  ['what a terminal would obey', line({ combination: 'k6\u001b[2J' }), 'control characters'],
  ['a field more', line({ note: 'x' }), 'note'],
])('a line with %s is refused, with its number', (_, wrong, says) => {
  const path = ledgerPath();
  openLedger(path).append(first);
  appendFileSync(path, `${wrong}\n${ledgerLine(second)}`);
  const refusal = expect.objectContaining({
    code: 'PLINTH_LEDGER_INVALID',
    path,
    line: 2,
    message: expect.stringContaining(says) as string,
  }) as Error;
  expect(() => readLedger(path)).toThrow(refusal);
  expect(() => openLedger(path)).toThrow(refusal);
});

test('a ledger that is not there is an error to read, and is made to write', () => {
  const path = ledgerPath();
  expect(() => readLedger(path)).toThrow(
    expect.objectContaining({ code: 'PLINTH_LEDGER_INVALID', path }),
  );
  expect(openLedger(path).entries).toEqual([]);
  expect(existsSync(path)).toBe(true);
});

test('nothing is written that could not be read again', () => {
  expect(() => ledgerLine(entryOf({ at: 'now' }))).toThrow();
});

function line(changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...first, ...changes } satisfies Partial<
    Record<keyof LedgerEntry, unknown>
  >);
}

test('a ledger that cannot be made is told by its path', () => {
  const path = ledgerPath();
  const [folder] = path.split('/.plinth');
  expect(() => openLedger(folder ?? '')).toThrow(
    expect.objectContaining({ code: 'PLINTH_WRITE_FAILED', path: folder }),
  );
});

test('a line that the disk does not take is told with the reason', () => {
  const path = ledgerPath();
  const { append } = openLedger(path);
  rmSync(path);
  symlinkSync('/dev/full', path);
  expect(() => {
    append(first);
  }).toThrow(
    expect.objectContaining({
      code: 'PLINTH_WRITE_FAILED',
      path,
      message: 'the ledger cannot be written: ENOSPC: no space left on device',
    }),
  );
});
