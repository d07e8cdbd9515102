import type { Terminal } from './terminal.ts';

/** How far a run is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/** Without a terminal a line is printed only so often. */
const betweenLinesMs = 15_000;

/** Shows how far a run is: always on a terminal, now and then elsewhere. What is said stays there. */
export function progressOn(
  terminal: Pick<Terminal, 'progress' | 'status'>,
  what: string,
): { show(progress: Progress): void; say(text: string): void; clear(): void } {
  const begun = Date.now();
  let shown = begun;
  const say = (text: string): void => {
    terminal.status('');
    terminal.progress(text);
  };
  return {
    say,
    show: (progress) => {
      const line = progressLine(what, progress, Date.now() - begun);
      terminal.status(line);
      const last = progress.done === progress.total;
      if (!last && Date.now() - shown < betweenLinesMs) return;
      shown = Date.now();
      say(line);
    },
    clear: () => {
      terminal.status('');
    },
  };
}

/**
 * `built: 12 of 216 done, 204 left, 18.2 a minute, 11 min to go, 1 failed`
 *
 * @param elapsedMs - since the first was begun
 */
export function progressLine(
  what: string,
  { done, total, failed }: Progress,
  elapsedMs: number,
): string {
  const aMinute = elapsedMs === 0 ? 0 : (done / elapsedMs) * 60_000;
  const parts = [`${what}: ${done} of ${total} done`, `${total - done} left`];
  if (done > 0) {
    const left = ((total - done) * elapsedMs) / done;
    parts.push(`${aMinute.toFixed(1)} a minute`, `${timeText(left)} to go`);
  }
  return [...parts, `${failed} failed`].join(', ');
}

/** `40 s`, `11 min`, `2 h 5 min`. */
export function timeText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
