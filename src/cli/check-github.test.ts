import { expect, test } from 'vitest';
import type { Finding } from '../repo/finding.ts';
import { githubAnnotations } from './check-github.ts';

const finding: Finding = {
  rule: 'option-value',
  weight: 'violation',
  path: 'plinth.json',
  key: 'auth.method',
  practices: ['auth'],
  message: 'the policy wants auth.method to be oidc, and it is jwt',
};

test('each finding is one command, as heavy as it weighs', () => {
  const lines = githubAnnotations([
    { ...finding, line: 7, hint: 'Run plinth add auth.method=oidc.' },
    { ...finding, weight: 'stale' },
    { ...finding, weight: 'note', key: undefined },
  ]).split('\n');
  expect(lines).toEqual([
    '::error file=plinth.json,line=7,title=plinth option-value::auth.method: the policy wants auth.method to be oidc, and it is jwt. Run plinth add auth.method=oidc.',
    '::warning file=plinth.json,line=1,title=plinth option-value::auth.method: the policy wants auth.method to be oidc, and it is jwt.',
    '::notice file=plinth.json,line=1,title=plinth option-value::the policy wants auth.method to be oidc, and it is jwt.',
  ]);
});

test('nothing in a path or a message ends the command or begins another', () => {
  const path = 'a,b:c%\r\n::warning::d';
  const text = githubAnnotations([
    { ...finding, key: undefined, path, message: '100%\n::error::e' },
  ]);
  expect(text).toBe(
    '::error file=a%2Cb%3Ac%25%0D%0A%3A%3Awarning%3A%3Ad,line=1,title=plinth option-value::100%25%0A::error::e.',
  );
});

test('what is excused is a notice that says why', () => {
  const { rule } = finding;
  const excused = { path: '**', reason: 'until the move', owner: 'ann', expires: '2027-01-31' };
  expect(githubAnnotations([{ ...finding, excused: { rule: 'option-value', ...excused } }])).toBe(
    `::notice file=plinth.json,line=1,title=plinth ${rule}::auth.method: the policy wants auth.method to be oidc, and it is jwt. Excused until 2027-01-31: until the move (ann).`,
  );
});

test('nothing found is nothing said', () => {
  expect(githubAnnotations([])).toBe('');
});
