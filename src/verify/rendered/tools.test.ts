import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../pack/testing.ts';

const source = join(import.meta.dirname, '../..');
const program = `import('./src/verify/rendered/tools.ts')
  .then(({ loadTools }) => loadTools())
  .then(({ prettier, typescript }) => console.log(typeof prettier.check, typeof typescript.createSourceFile))
  .catch(({ code, message }) => console.log(code, message));`;

/** What loading says where these packages are installed. Without a text a package lacks its only file. */
async function loadedIn(texts: {
  readonly prettier?: string;
  readonly typescript?: string;
}): Promise<string> {
  const folder = scratchFolder();
  for (const path of ['pack/error.ts', 'pack/error-codes.ts', 'verify/rendered/tools.ts']) {
    cpSync(join(source, path), join(folder, 'src', path));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['prettier', 'typescript'] as const) {
    const path = join(folder, 'node_modules', name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'package.json'), '{ "main": "index.cjs" }');
    const text = texts[name];
    if (text !== undefined) writeFileSync(join(path, 'index.cjs'), text);
  }
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['-e', program], { cwd: folder });
  return stdout.trim();
}

const formatter = 'exports.check = () => {};';
const compiler = 'exports.createSourceFile = () => {};';

test('what is installed is loaded', async () => {
  expect(await loadedIn({ prettier: formatter, typescript: compiler })).toBe('function function');
});

test.each([
  [{}, 'PLINTH_TOOL_MISSING the package prettier is not installed'],
  [{ prettier: formatter }, 'PLINTH_TOOL_MISSING the package typescript is not installed'],
  [
    { prettier: formatter, typescript: "exports.version = '7.0.2';" },
    'PLINTH_TOOL_MISSING typescript 7.0.2 has no compiler API',
  ],
])('%j does not do', async (texts, message) => {
  expect(await loadedIn(texts)).toBe(message);
});
