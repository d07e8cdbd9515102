import { expect, test } from 'vitest';
import { byRules, cleanRules, type SeenFile } from './open-rules.ts';

const file = (given: Partial<SeenFile> = {}): SeenFile => ({
  path: 'src/a.ts',
  digest: 'a',
  rules: { eqeqeq: '[2]', imports: '[2,"core"]' },
  whole: false,
  ...given,
});

test('every rule looks at a file that was never seen, none at one that was', () => {
  const clean = cleanRules();
  expect(clean.open(file())).toEqual({ path: 'src/a.ts', rules: 'all' });
  clean.note(file());
  expect(clean.open(file())).toBeUndefined();
  expect(clean.open(file({ digest: 'b' }))).toEqual({ path: 'src/a.ts', rules: 'all' });
});

test('only the rule whose settings have changed looks again', () => {
  const clean = cleanRules();
  clean.note(file());
  const changed = { eqeqeq: '[2]', imports: '[2,"other"]' };
  expect(clean.open(file({ rules: changed }))?.rules).toEqual(['imports']);
  clean.note(file({ rules: changed }));
  expect(clean.open(file({ rules: changed }))).toBeUndefined();
  expect(clean.open(file())).toBeUndefined();
});

test('a file that switches rules off is looked at by all of them together', () => {
  const clean = cleanRules();
  clean.note(file({ whole: true }));
  const changed = { eqeqeq: '[2]', imports: '[2,"other"]' };
  expect(clean.open(file({ whole: true, rules: changed }))?.rules).toBe('all');
});

test('files go together by the rules that look at them', () => {
  const groups = byRules([
    { path: 'a', rules: ['x'] },
    { path: 'b', rules: 'all' },
    { path: 'c', rules: ['x'] },
  ]);
  expect([...groups.values()]).toEqual([['a', 'c'], ['b']]);
});
