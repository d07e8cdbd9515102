import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everythingWith, write, type Written } from './rendered.ts';

const compiler = createRequire(import.meta.url).resolve('@typescript/native/package.json');
const tsc = join(dirname(compiler), 'bin', 'tsc');

let service: Written;
beforeAll(async () => {
  service = await write(everythingWith(() => true));
});
afterAll(() => {
  service.remove();
});

async function compile(): Promise<string> {
  const project = join(service.folder, 'test', 'load');
  const { all } = await execa(process.execPath, [tsc, '--project', project], {
    all: true,
    reject: false,
  });
  return all;
}

describe('the k6 scripts', () => {
  it('pass tsc against the types of k6', async () => {
    expect(await compile()).toBe('');
  });

  it.each([
    ['a function that k6 does not have', 'sleep(thinkSeconds)', 'pause(thinkSeconds)'],
    ['a wrong type', 'sleep(thinkSeconds)', 'sleep(String(thinkSeconds))'],
    ['a module of Node', "from 'k6/http'", "from 'node:http'"],
  ])('fail it with %s', async (_, before, after) => {
    const path = join(service.folder, 'test', 'load', 'journey.ts');
    const good = await readFile(path, 'utf8');
    expect(good).toContain(before);
    await writeFile(path, good.replace(before, after));
    expect(await compile()).toContain('error TS');
    await writeFile(path, good);
  });
});
