import { describe, expect, it } from 'vitest';
import { runInContext } from './context.ts';
import { createLog } from './log.ts';
import { redacted } from './redact.ts';

function collect() {
  const lines: string[] = [];
  const { log } = createLog({
    level: 'info',
    service: 'shop',
    destination: { write: (line) => lines.push(line) },
  });
  const last = () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  return { log, lines, last };
}

describe('a log line', () => {
  it('is JSON with level, time, service, and the id of the request that it belongs to', () => {
    const { log, last } = collect();
    runInContext({ requestId: 'r-1' }, () => {
      log.info({ order: 'o-1' }, 'placed');
    });
    expect(last()).toMatchObject({
      level: 'info',
      service: 'shop',
      requestId: 'r-1',
      order: 'o-1',
      msg: 'placed',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
  });

  it.each([
    ['password', { user: { password: 'planted' } }],
    ['token', { list: [{ refreshToken: 'planted' }] }],
    ['secret', { CLIENT_SECRET: 'planted' }],
    ['header', { headers: { authorization: 'planted', cookie: 'planted' } }],
    ['key', { 'x-api-key': 'planted' }],
    ['error', { err: Object.assign(new Error('failed'), { config: { auth: 'planted' } }) }],
    ['cause', { err: new Error('failed', { cause: { password: 'planted' } }) }],
    ['url', { url: 'postgres://user:planted@db/shop' }],
    ['bearer in a text', { text: 'sent Bearer plantedplanted' }],
    ['bearer in any case', { text: 'sent bEaReR plantedplanted' }],
    ['basic in any case', { text: 'sent bAsIc plantedplanted' }],
    ['JWT in a text', { text: 'got eyJhbGciOiJIUzI1NiJ9.planted.planted' }],
  ])('never holds a credential: %s', (_kind, fields) => {
    const { log, lines } = collect();
    log.info(fields);
    expect(lines.join()).not.toContain('planted');
  });

  it('stays valid JSON where something was blanked', () => {
    const { log, last } = collect();
    log.info(
      { headers: { authorization: 'Bearer abcdefgh' }, url: 'redis://:pw@host' },
      'Basic dXNlcjpwdw==',
    );
    expect(last()).toMatchObject({
      headers: { authorization: redacted },
      url: `redis://:${redacted}@host`,
      msg: `Basic ${redacted}`,
    });
  });

  it('keeps the message, stack, code and causes of an error', () => {
    const { log, last } = collect();
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    log.error({ err: new Error('no database', { cause }) });
    expect(last()['err']).toMatchObject({
      type: 'Error',
      message: 'no database',
      stack: expect.stringContaining('log.test') as string,
      cause: { message: 'refused', code: 'ECONNREFUSED' },
    });
  });

  it('survives a structure without an end', () => {
    const { log, last } = collect();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    log.info({ loop });
    expect(JSON.stringify(last())).toContain('[deep]');
  });
});
