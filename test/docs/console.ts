/**
 * Documents whose console blocks are real: each line that begins with `$ ` is run, and what stands
 * under it is what it printed. `<!-- release: NAME -->` between two blocks changes the `plinth` that is
 * run from there on.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** Where a document is run. */
export interface Stage {
  /** An empty folder: the commands begin in it. */
  readonly folder: string;
  /** Name → folder of a built release; the first one is what the document begins with. */
  readonly releases: Readonly<Record<string, string>>;
}

/** Blocks of commands, and changes of the release. */
const scene = /^```console\n(?<block>[\s\S]*?)^```$|^<!-- release: (?<release>\w+) -->$/gm;

/**
 * Runs a document.
 *
 * @param text - Markdown
 * @returns the same document, with what the commands printed this time
 */
export async function performed(text: string, stage: Stage): Promise<string> {
  const shell = prepare(stage);
  let result = '';
  let end = 0;
  for (const match of text.matchAll(scene)) {
    const { block, release } = match.groups ?? {};
    if (release !== undefined) shell.use(release);
    const played = block === undefined ? match[0] : await performedBlock(block, shell);
    result += text.slice(end, match.index) + played;
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

async function performedBlock(block: string, shell: Shell): Promise<string> {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '));
  let lines = '';
  for (const command of commands) lines += `${command}\n${await shell.run(command.slice(2))}`;
  return `\`\`\`console\n${lines}\`\`\``;
}

interface Shell {
  use(release: string): void;
  /** What a command printed; ends with a line break, or is empty. */
  run(command: string): Promise<string>;
}

/**
 * A shell in which `plinth` is a release, git knows who commits and an hour passes with each command (it
 * sorts by seconds, and several commands take less than one), and nothing else of this machine counts.
 */
function prepare({ folder, releases }: Stage): Shell {
  const home = join(folder, '.home');
  const place = join(home, 'folder');
  const plinth = join(home, 'bin/plinth');
  mkdirSync(dirname(plinth), { recursive: true });
  writeFileSync(place, folder);
  writeFileSync(
    join(home, '.gitconfig'),
    '[user]\nname = Ann\nemail = ann@example.com\n[init]\ndefaultBranch = main\n[advice]\nmergeConflict = false\n',
  );
  const use = (release: string): void => {
    const bin = join(releases[release] ?? '', 'bin.cjs');
    if (!existsSync(bin)) throw new Error(`there is no release "${release}"`);
    writeFileSync(plinth, `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`);
    chmodSync(plinth, 0o755);
  };
  use(Object.keys(releases)[0] ?? '');
  const env = {
    PATH: `${dirname(plinth)}:${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  let hours = 0;
  return {
    use,
    run: async (command) => {
      hours += 1;
      const date = new Date(Date.UTC(2026, 0, 1, hours)).toISOString();
      const script = `cd "$(cat ${place})"\n{ ${command}\n} 2>&1\npwd > ${place}\n`;
      const { stdout } = await execa('bash', ['-c', script], {
        env: { ...env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
        extendEnv: false,
        stdin: 'ignore',
        reject: false,
        timeout: 60_000,
      });
      return stdout === '' ? '' : `${stdout.replaceAll(readFileSync(place, 'utf8').trim(), '.')}\n`;
    },
  };
}
