import { expect, test } from 'vitest';
import { loadSmallPack } from '../pack/testing.ts';
import { render } from '../render/render.ts';
import { longestName } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import { assertServiceName } from '../selection/service-name.ts';
import { answersOf, parsePlinthJson, parsePlinthLock } from './parse-record.ts';
import { plinthJson, plinthLock } from './records.ts';
import { answersFor } from './testing-answers.ts';

const pack = loadSmallPack();
const answers = answersFor({ jobs: {}, cache: { tiers: 'shared' } });
const selection = resolve(pack, answers);
const json = plinthJson(pack, selection);
const lock = plinthLock(pack, render(pack, selection, '1.0.0').files, '1.0.0');

test('plinth.json gives back what was asked for, with every option spelled out', () => {
  expect(answersOf(parsePlinthJson(Buffer.from(json)))).toEqual(answers);
  const again = resolve(pack, answersOf(parsePlinthJson(Buffer.from(json))));
  expect(plinthJson(pack, again)).toBe(json);
});

test('plinth.json of a service that a checkout made says where its engine is', () => {
  const engineSource = 'file:/checkout/dist/create-plinth-1.0.0.tgz';
  const text = plinthJson(pack, resolve(pack, { ...answers, engineSource }));
  expect(answersOf(parsePlinthJson(Buffer.from(text)))).toEqual({ ...answers, engineSource });
  const elsewhere = text.replace('file:', 'https:');
  expect(() => parsePlinthJson(Buffer.from(elsewhere))).toThrow('must be a file: URL');
});

test('plinth.json takes every name that create takes, and no longer one', () => {
  const longest = 's'.repeat(longestName);
  assertServiceName(longest);
  const named = (name: string) => Buffer.from(json.replace('"name": "svc"', `"name": "${name}"`));
  expect(parsePlinthJson(named(longest)).name).toBe(longest);
  expect(() => {
    assertServiceName(`${longest}s`);
  }).toThrow(expect.objectContaining({ code: 'PLINTH_NAME_INVALID' }));
  expect(() => parsePlinthJson(named(`${longest}s`))).toThrow('"name"');
});

test('plinth.json asks for practices, not for what they bring along', () => {
  expect(JSON.parse(json)).toMatchObject({
    practices: { cache: { tiers: 'shared' }, jobs: {} },
  });
  expect(json).not.toContain('store');
});

test('plinth.lock has one line a file, in order, and no contents', () => {
  const paths = Object.keys(parsePlinthLock(Buffer.from(lock)).files);
  expect(paths).toEqual([...paths].sort());
  expect(lock.split('\n').filter((line) => line.startsWith('    "'))).toHaveLength(paths.length);
  expect(lock).not.toContain('export const');
});

test.each([
  ['no JSON', '{"version": 1,', 'PLINTH_RECORD_INVALID', 1],
  [
    'a merge that was not resolved',
    json.replace('  "name"', '<<<<<<< ours\n  "name"'),
    'PLINTH_RECORD_INVALID',
    4,
  ],
  [
    'a key that is not known',
    json.replace('"node"', '"nodes"'),
    'PLINTH_RECORD_INVALID',
    undefined,
  ],
  ['an unsafe key', json.replace('"jobs"', '"__proto__"'), 'PLINTH_RECORD_INVALID', undefined],
  ['a later version', json.replace('"version": 1', '"version": 2'), 'PLINTH_RECORD_VERSION', 2],
])('plinth.json with %s is refused', (_, text, code, line) => {
  expect(() => parsePlinthJson(Buffer.from(text))).toThrow(
    expect.objectContaining({ code, path: 'plinth.json', ...(line === undefined ? {} : { line }) }),
  );
});

test.each([
  ['mine', json.replace('"node"', '"mine": 1,\n  "node"')],
  ['modules.own.sampel', json.replace('"modules": {', '"modules": {\n"own": {\n"sampel": true },')],
])('plinth.json with the key %s, which it does not know, is refused with its line', (key, text) => {
  const before = text.slice(0, text.search(/"(?:mine|sampel)"/));
  expect(() => parsePlinthJson(Buffer.from(text))).toThrow(
    expect.objectContaining({
      message: `plinth.json "${key}": there is no such key`,
      line: before.split('\n').length,
    }),
  );
});

test('a record in which both sides of a merge were taken is refused, with the line of the second', () => {
  const twice = json.replace(/("cache": \{)([^}]*)\}/, '$1$2},\n    $1$2}');
  expect(() => parsePlinthJson(Buffer.from(twice))).toThrow(
    expect.objectContaining({
      code: 'PLINTH_RECORD_INVALID',
      message: 'plinth.json has the key "cache" twice',
      line: twice.slice(0, twice.lastIndexOf('"cache"')).split('\n').length,
    }),
  );
  const escaped = lock.replace('"README.md": {', '"README\\u002emd" : {}, "README.md": {');
  expect(() => parsePlinthLock(Buffer.from(escaped))).toThrow('has the key "README.md" twice');
});

test.each([
  ['a path that leads out', lock.replace('"README.md"', '"../README.md"')],
  ['an absolute path', lock.replace('"README.md"', '"/etc/passwd"')],
  ['a git hook', lock.replace('"README.md"', '".git/hooks/pre-commit"')],
  ['a prototype', lock.replace('"README.md"', '"__proto__"')],
  ['a hash that is none', lock.replace(/[0-9a-f]{64}(?="\},\n)/, 'abc')],
  ['a mode that is not ours', lock.replace('"mode":"644"', '"mode":"4755"')],
  ['over 4 MiB', lock + ' '.repeat(4 * 1024 * 1024)],
])('plinth.lock with %s is refused', (_, text) => {
  expect(() => parsePlinthLock(Buffer.from(text))).toThrow(
    expect.objectContaining({ code: 'PLINTH_RECORD_INVALID', path: 'plinth.lock' }),
  );
});

test('plinth.lock of a later version is refused, and says what to do', () => {
  expect(() => parsePlinthLock(Buffer.from(lock.replace('"version": 1', '"version": 7')))).toThrow(
    expect.objectContaining({
      code: 'PLINTH_RECORD_VERSION',
      hint: 'Update create-plinth in this repository.',
    }),
  );
});
