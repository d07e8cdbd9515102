let at = 0;
let text = '';

/** The time of day as a log line carries it, made once a millisecond. */
export function lineTime(): string {
  const now = Date.now();
  if (now !== at) {
    at = now;
    text = `,"time":"${new Date(now).toISOString()}"`;
  }
  return text;
}
