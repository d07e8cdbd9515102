import { fstatSync, statSync, writeSync } from 'node:fs';
import { PlinthError } from '../pack/error.ts';
import { failureText } from './report.ts';

/** The process as the CLI sees it, passed in so that nothing else reads globals. */
export interface Terminal {
  /** Tells whether a person can answer: stdin and stderr are terminals, and this is not CI. */
  interactive(): boolean;
  /** Asked when it is needed: what looks at no folder runs where there is none. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodeVersion: string;
  /** Paints for stdout; plain text when colour is off. */
  readonly paint: Paint;
  out(text: string): void;
  /** One line of progress, on stderr. */
  progress(line: string): void;
  /** One line that stands in the place of the last one, where stderr is a terminal; '' takes it away. */
  status(line: string): void;
}

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** Describes the running process. */
export function processTerminal(): Terminal {
  const { env } = process;
  // What stderr does not take has nowhere else to go, and the work goes on.
  const progress = writerTo(
    2,
    () => process.stderr,
    () => undefined,
  );
  return {
    interactive: () =>
      mayBeTerminal(0) &&
      mayBeTerminal(2) &&
      process.stdin.isTTY &&
      process.stderr.isTTY &&
      !isSet(env['CI']),
    get cwd() {
      return folderHere();
    },
    env,
    nodeVersion: process.versions.node,
    paint: paintFor(() => mayBeTerminal(1) && process.stdout.isTTY, env),
    out: writerTo(
      1,
      () => process.stdout,
      (error) => {
        // `plinth list | head -1` has all that it wants.
        if (error.code === 'EPIPE') return;
        const lost = outputLost(error);
        process.exitCode = lost.exitCode;
        progress(`${failureText(lost)}\n`);
      },
    ),
    progress: (line) => {
      progress(`${line}\n`);
    },
    status: (line) => {
      if (mayBeTerminal(2) && process.stderr.isTTY) progress(`\r\u001b[K${line}`);
    },
  };
}

/** @throws PlinthError `PLINTH_UNREADABLE` where somebody has removed it, as a branch without it does */
function folderHere(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new PlinthError('PLINTH_UNREADABLE', 'the folder that this runs in is gone', {
      hint: 'Change into one that is there, and run the command again.',
      cause,
    });
  }
}

/**
 * Node's streams take longer to load than a quick command runs, and a file or a pipe needs none. What a
 * full pipe does not take at once is the stream's to wait for, and all that follows it.
 */
function writerTo(
  descriptor: number,
  stream: () => NodeJS.WriteStream,
  refused: (error: NodeJS.ErrnoException) => void,
): (text: string) => void {
  let streaming = mayBeTerminal(descriptor);
  let opened: NodeJS.WriteStream | undefined;
  return (text) => {
    const bytes = Buffer.from(text);
    const written = streaming ? 0 : writtenAtOnce(descriptor, bytes);
    streaming ||= written < bytes.length;
    if (streaming) (opened ??= stream().on('error', refused)).write(bytes.subarray(written));
  };
}

function outputLost(cause: Error): PlinthError {
  return new PlinthError('PLINTH_OUTPUT_LOST', `stdout cannot be written: ${cause.message}`, {
    hint: 'What the command did is done; only its report is lost.',
    cause,
  });
}

function writtenAtOnce(descriptor: number, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch {
    return 0;
  }
}

/** Asking Node loads its streams too; the file system knows most noes, `/dev/null` among them. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const standing = fstatSync(descriptor);
    const nothing = statSync('/dev/null', { throwIfNoEntry: false });
    return standing.isCharacterDevice() && standing.rdev !== nothing?.rdev;
  } catch {
    return false;
  }
}

/**
 * Colour when the stream is a terminal that has any; `NO_COLOR` turns it off and `FORCE_COLOR` on.
 *
 * @param isTerminal - tells whether the stream is one; asked at the first use
 */
export function paintFor(
  isTerminal: () => boolean,
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  let able: boolean | undefined;
  const on = (): boolean => {
    if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
    able ??= isSet(env['FORCE_COLOR']) || (env['TERM'] !== 'dumb' && isTerminal());
    return able;
  };
  const style = (open: number, close: number) => (text: string) =>
    on() ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
