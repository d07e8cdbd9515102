/** Creates a repository where it may not write, as nobody, and prints the error. */
import { readFileSync } from 'node:fs';
import { readCompiledPack } from '../pack/compiled.ts';
import { PlinthError } from '../pack/error.ts';
import { createRepository } from './create.ts';
import { answersFor } from './testing-answers.ts';
import { becomeNobody } from './testing-nobody.ts';

const [pack = '', target = ''] = process.argv.slice(2);

becomeNobody();
try {
  createRepository(
    { pack: readCompiledPack(readFileSync(pack)), answers: answersFor({}), engine: '1.0.0' },
    target,
  );
} catch (error) {
  if (!(error instanceof PlinthError)) throw error;
  process.stdout.write(JSON.stringify({ code: error.code, hint: error.hint }));
}
