/** Changes a repository and kills itself, as nothing can prevent, at one boundary of its file operations. */
import { readFileSync } from 'node:fs';
import { readCompiledPack } from '../pack/compiled.ts';
import { commands, isWritingCommand } from './testing-commands.ts';
import { countingFileSystem } from './counting-file-system.ts';

const [command = '', packs = '', root = '', boundary = ''] = process.argv.slice(2);
if (!isWritingCommand(command)) throw new RangeError(command);
const [older, newer] = ['older', 'newer'].map((name) =>
  readCompiledPack(readFileSync(`${packs}/${name}.pack`)),
);
if (!older || !newer) throw new RangeError(packs);
const fs = countingFileSystem((at) => {
  if (at === Number(boundary)) process.kill(process.pid, 'SIGKILL');
});
await commands[command](fs, root, { older, newer });
