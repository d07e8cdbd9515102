/**
 * Changes a repository and kills itself, as nothing can prevent, at one boundary of its file operations; or
 * changes it as somebody who may not.
 */
import { readFileSync } from 'node:fs';
import { readCompiledPack } from '../pack/compiled.ts';
import { commands, isWritingCommand } from './testing-commands.ts';
import { becomeNobody } from './testing-nobody.ts';
import { countingFileSystem } from './counting-file-system.ts';

const [command = '', packs = '', root = '', boundary = '', user = ''] = process.argv.slice(2);
if (!isWritingCommand(command)) throw new RangeError(command);
const [older, newer] = ['older', 'newer'].map((name) =>
  readCompiledPack(readFileSync(`${packs}/${name}.pack`)),
);
if (!older || !newer) throw new RangeError(packs);
const fs = countingFileSystem((at) => {
  if (at === Number(boundary)) process.kill(process.pid, 'SIGKILL');
});
if (user === 'nobody') becomeNobody();
await commands[command](fs, root, { older, newer });
