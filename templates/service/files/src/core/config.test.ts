import { fastify } from 'fastify';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { ConfigError, httpUrl, oneOf, readEnv, secret } from './config.ts';
import { proxiesIn, readServiceConfig } from './service-config.ts';

const schema = Type.Object({
  PORT: Type.Integer({ minimum: 1, default: 3000 }),
  RATIO: Type.Number({ default: 0.5 }),
  ON: Type.Boolean({ default: false }),
  MODE: oneOf(['fast', 'safe'], 'safe'),
  URL: Type.Optional(httpUrl()),
  KEY: secret(8),
});

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('reading the environment', () => {
  it('gives typed values, and defaults for what is not set or empty', () => {
    expect(readEnv(schema, { PORT: '80', ON: 'true', RATIO: '', KEY: 'long enough' })).toEqual({
      PORT: 80,
      RATIO: 0.5,
      ON: true,
      MODE: 'safe',
      KEY: 'long enough',
    });
  });

  it('keeps a string of digits a string', () => {
    expect(readEnv(schema, { KEY: '12345678' }).KEY).toBe('12345678');
  });

  it('names everything that is wrong at once, what was expected and what was found', () => {
    const env = { PORT: 'http', ON: 'perhaps', MODE: 'slow', URL: 'ftp://x' };
    expect(problemsOf(() => readEnv(schema, env))).toEqual([
      'PORT must be integer, found "http"',
      'ON must be boolean, found "perhaps"',
      'MODE must be one of fast, safe, found "slow"',
      expect.stringMatching(/^URL .*, found "ftp:\/\/x"$/),
      'KEY is not set',
    ]);
  });

  it('never shows a secret', () => {
    const problems = problemsOf(() => readEnv(schema, { KEY: 'planted' }));
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('planted');
  });
});

describe('the configuration of a service', () => {
  it('is production unless it says otherwise, and production needs a database', () => {
    expect(problemsOf(() => readServiceConfig({}))).toEqual([
      'DATABASE_URL is not set, and production has no database without it',
    ]);
    expect(readServiceConfig({ DATABASE_URL: 'postgres://db' }).NODE_ENV).toBe('production');
    expect(readServiceConfig({ NODE_ENV: 'development' }).DATABASE_URL).toBeUndefined();
  });

  it('does not take a misspelt NODE_ENV for development', () => {
    expect(problemsOf(() => readServiceConfig({ NODE_ENV: 'dev' }))).toEqual([
      'DATABASE_URL is not set, and production has no database without it',
      'NODE_ENV must be one of production, development, test, found "dev"',
    ]);
  });

  it.each(['mysql://db/shop', 'planted'])(
    'refuses a database that is no PostgreSQL, without showing %s',
    (url) => {
      const problems = problemsOf(() => readServiceConfig({ DATABASE_URL: url }));
      expect(problems).toEqual([expect.stringMatching(/^DATABASE_URL .*, found a secret$/)]);
    },
  );

  it('refuses proxies that the server could not tell, with what else is wrong', () => {
    const env = { NODE_ENV: 'test', TRUST_PROXY: '10.0.0.1, bogus,10.0.0.0/33,', PORT: 'http' };
    expect(problemsOf(() => readServiceConfig(env))).toEqual([
      expect.stringMatching(/^TRUST_PROXY .*, found "bogus"$/),
      expect.stringMatching(/^TRUST_PROXY .*, found "10.0.0.0\/33"$/),
      'PORT must be integer, found "http"',
    ]);
  });

  it.each(['', '10.0.0.1', '10.0.0.0/8, ::1', 'fd00::/8,loopback', 'linklocal,uniquelocal'])(
    'takes the proxies %j, as the server does',
    (proxies) => {
      expect(readServiceConfig({ NODE_ENV: 'test', TRUST_PROXY: proxies })).toBeDefined();
      expect(() => fastify({ trustProxy: proxiesIn(proxies) })).not.toThrow();
    },
  );

  it('waits for load balancers in production only', () => {
    expect(readServiceConfig({ DATABASE_URL: 'postgres://db' }).SHUTDOWN_DELAY_MS).toBe(3_000);
    expect(readServiceConfig({ NODE_ENV: 'test' }).SHUTDOWN_DELAY_MS).toBe(0);
  });
});
