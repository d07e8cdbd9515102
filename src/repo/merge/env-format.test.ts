import { describe, expect, test } from 'vitest';
import { merged } from './testing.ts';

const env = '# Where it listens.\nPORT=3000\n\n# How much it says.\nLOG_LEVEL=info\n';

describe('.env.example', () => {
  test('variables of both sides are there once', () => {
    const next = `${env}\n# The cache.\n# Required in production.\n# CACHE_URL=\n`;
    const ours = `${env}\n# Ours.\nOWN=1\n`;
    expect(merged('.env.example', env, next, ours)).toBe(
      `${env}\n# The cache.\n# Required in production.\n# CACHE_URL=\n\n# Ours.\nOWN=1\n`,
    );
  });

  test('a variable that both added differently is a conflict, never there twice', () => {
    expect(merged('.env.example', env, `${env}\nTTL=1\n`, `TTL=2\n\n${env}`)).toMatch(
      'conflict: TTL',
    );
  });

  test('the value is the user’s, the explanation the template’s', () => {
    const ours = env.replace('3000', '8080');
    const next = env.replace('Where it listens.', 'The port.');
    expect(merged('.env.example', env, next, ours)).toBe(
      ours.replace('Where it listens.', 'The port.'),
    );
  });

  test('a variable that the template gives up goes with its explanation', () => {
    const ours = `OWN=1\n\n${env}`;
    expect(merged('.env.example', env, env.slice(0, env.indexOf('\n\n') + 1), ours)).toBe(
      'OWN=1\n\n# Where it listens.\nPORT=3000\n',
    );
  });
});
