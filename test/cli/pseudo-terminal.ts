/** Drives the CLI in a real pseudo-terminal, which `script` of util-linux makes. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { inject, onTestFinished } from 'vitest';

export const keys = { enter: '\r', down: '\u001b[B', space: ' ', ctrlC: '\u0003' } as const;

/** A line break, or a sequence that moves the cursor or erases. */
const newLine = /[\r\n]|\u001b\[\d*[A-HJK]/;

/** How long a text may take to appear. */
const patienceMs = 15_000;

export interface PseudoTerminal {
  /** Resolves once `text` has been shown since the last call, with what was shown until then. */
  shows(text: string): Promise<string>;
  /** Types keys. */
  types(...typed: readonly string[]): void;
  /** Resolves with the exit code when the CLI has ended. */
  ended(): Promise<number>;
  /** Everything shown so far, line by line; a line that was drawn again counts again. */
  lines(): readonly string[];
}

/** Starts `plinth` with arguments in a terminal of 80 columns. */
export function openTerminal(args: readonly string[], cwd: string): PseudoTerminal {
  const command = [process.execPath, join(inject('dist'), 'bin.cjs'), ...args]
    .map(quoted)
    .join(' ');
  const child = spawn('script', ['-qec', `stty cols 80 rows 40; exec ${command}`, '/dev/null'], {
    cwd,
    env: { ...process.env, CI: '', TERM: 'xterm', npm_config_user_agent: '' },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { raw: '', text: '', seen: 0 };
  child.stdout.on('data', (chunk: Buffer) => {
    output.raw += chunk.toString('utf8');
    output.text = stripVTControlCharacters(output.raw);
  });
  const ended = new Promise<number>((resolve) =>
    child.on('close', (code) => {
      resolve(code ?? -1);
    }),
  );
  return {
    shows: (text) => appears(child, output, text),
    types: (...typed) => {
      for (const key of typed) child.stdin.write(key);
    },
    ended: () => ended,
    lines: () => output.raw.split(newLine).map((line) => stripVTControlCharacters(line)),
  };
}

async function appears(
  child: ChildProcessWithoutNullStreams,
  output: { text: string; seen: number },
  text: string,
): Promise<string> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const at = output.text.indexOf(text, output.seen);
    if (at >= 0) {
      const shown = output.text.slice(output.seen, at + text.length);
      output.seen = at + text.length;
      return shown;
    }
    if (Date.now() > deadline || child.exitCode !== null) {
      throw new Error(`"${text}" did not appear; there was:\n${output.text.slice(output.seen)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
