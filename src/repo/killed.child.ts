/** Creates a repository and kills itself, as nothing can prevent, at one boundary of its file operations. */
import { readFileSync } from 'node:fs';
import { readCompiledPack } from '../pack/compiled.ts';
import { countingFileSystem } from './counting-file-system.ts';
import { createRepository } from './create.ts';
import { answersFor } from './testing-answers.ts';

const [pack = '', target = '', boundary = ''] = process.argv.slice(2);

createRepository(
  { pack: readCompiledPack(readFileSync(pack)), answers: answersFor({}), engine: '1.0.0' },
  target,
  countingFileSystem((at) => {
    if (at === Number(boundary)) process.kill(process.pid, 'SIGKILL');
  }),
);
