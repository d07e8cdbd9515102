import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/config.ts';
import { readSettings } from './settings.ts';
import { parseKeys } from './signing-keys.ts';

const secret = 'x'.repeat(32);

describe('AUTH_JWT_KEYS', () => {
  it('signs with the first key and verifies with all', () => {
    const keys = parseKeys(`new:${secret}, old:${secret}:with:colons`);
    expect(keys.current).toBe('new');
    expect([...keys.byId.keys()]).toEqual(['new', 'old']);
  });

  it.each([
    ['without an id', secret, 'expected id:secret'],
    ['with an id of other signs', `a b:${secret}`, 'expected id:secret'],
    ['of 31 bytes', `k:${'x'.repeat(31)}`, '31 bytes and needs at least 32'],
    ['with an id used twice', `k:${secret},k:${secret}`, 'uses an id twice'],
    ['that is empty', `k:${secret},`, 'key 2: expected id:secret'],
  ])('refuses a key %s, without showing it', (_case, text, problem) => {
    const error = errorOf(() => parseKeys(text));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain('xxx');
  });

  it('must be set in production, which is what an unset NODE_ENV means', () => {
    expect(errorOf(() => readSettings({ NODE_ENV: 'production' })).message).toContain(
      'AUTH_JWT_KEYS is not set',
    );
    expect(errorOf(() => readSettings({})).message).toContain('AUTH_JWT_KEYS is not set');
  });

  it('is made up elsewhere, anew for each process', () => {
    const [one, two] = [1, 2].map(() => readSettings({ NODE_ENV: 'development' }).keys);
    expect(one?.byId.get('ephemeral')?.export()).not.toEqual(two?.byId.get('ephemeral')?.export());
  });
});

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected an error');
}
