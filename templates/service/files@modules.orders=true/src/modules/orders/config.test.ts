import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/config.ts';
import { readOutsideUrls } from './config.ts';
import { createPaymentSandbox } from './sandbox.ts';

describe('the addresses of the outside world', () => {
  it('must have a payment gateway in production', () => {
    expect(() => readOutsideUrls({ NODE_ENV: 'production' })).toThrow(ConfigError);
    expect(() => readOutsideUrls({ NODE_ENV: 'production' })).toThrow('PAYMENTS_URL is not set');
  });

  it('may be missing elsewhere', () => {
    expect(readOutsideUrls({ NODE_ENV: 'development' })).toEqual({});
  });

  it('must be URLs, and every one that is none is named', () => {
    expect(() => readOutsideUrls({ MAIL_URL: 'mail', ANALYTICS_URL: 'ftp://x' })).toThrow(
      /MAIL_URL[\s\S]*ANALYTICS_URL/,
    );
  });

  it('may end in a slash', () => {
    expect(readOutsideUrls({ PAYMENTS_URL: 'http://pay.example/v1/' }).payments).toBe(
      'http://pay.example/v1',
    );
  });
});

describe('the payment sandbox', () => {
  const sandbox = createPaymentSandbox();
  const charge = async (key: string, amount: number, path = '/charges') => {
    const response = await fetch((await sandbox()) + path, {
      method: 'POST',
      headers: { 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ amount }),
    });
    return response.status;
  };

  it('charges, declines what is over its limit, and remembers a key', async () => {
    expect(await charge('a', 100)).toBe(201);
    expect(await charge('b', 1_000_001)).toBe(402);
    expect(await charge('b', 100)).toBe(402);
    expect(await charge('c', 100, '/refunds')).toBe(404);
  });

  it('listens on loopback only, once', async () => {
    expect(await sandbox()).toBe(await sandbox());
    expect(await sandbox()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
