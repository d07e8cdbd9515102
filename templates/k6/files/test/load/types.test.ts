import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { it } from 'vitest';

const run = promisify(execFile);

it('the load scripts use the API of k6 as it is', async () => {
  const compiler = createRequire(import.meta.url).resolve('@typescript/native/package.json');
  const tsc = join(dirname(compiler), 'bin', 'tsc');
  await run(process.execPath, [tsc, '--project', import.meta.dirname]);
});
