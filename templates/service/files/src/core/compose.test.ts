import { afterEach, describe, expect, it } from 'vitest';
import { compose, type ComposeOptions, type Service } from './compose.ts';
import { ConfigError } from './config.ts';
import type { Cache, Consumer, Installed, Phase, Practice } from './contract.ts';
import { createLog } from './log.ts';

const { log } = createLog({ level: 'silent', service: 'test' });
let events: string[] = [];
let service: Service | undefined;

function practice(
  name: string,
  phase: Phase,
  brought: Partial<Installed<string>> = {},
  needs: readonly Practice[] = [],
): Practice<string> {
  return {
    name,
    phase,
    needs,
    install: () => {
      events.push(`install ${name}`);
      const close = () => {
        events.push(`close ${name}`);
        return Promise.resolve();
      };
      return Promise.resolve({ handle: name, close, ...brought });
    },
  };
}

const start = async (practices: readonly Practice[], options: Partial<ComposeOptions> = {}) => {
  const env = { NODE_ENV: 'test', ...options.env };
  service = await compose({ practices, modules: [], log, ...options, env });
  return service;
};
afterEach(async () => {
  await service?.stop();
  service = undefined;
  events = [];
});

/** A cache that marks what goes through it, and asks the one below. */
const marking = (mark: string, below: () => Cache): Cache => ({
  read: async (key, load) => `${mark}(${String(await below().read(key, load))})` as never,
  invalidate: () => undefined,
});

describe('composing a service', () => {
  it('installs by phase, within a phase after what is needed, and closes in reverse', async () => {
    const store = practice('z-store', 'stores');
    const other = practice('a-store', 'stores', {}, [store]);
    const shield = practice('shield', 'resilience');
    await (await start([shield, other, store])).stop();
    expect(events).toEqual([
      'install z-store',
      'install a-store',
      'install shield',
      'close shield',
      'close a-store',
      'close z-store',
    ]);
  });

  it('lets the provider of a later phase wrap the one before', async () => {
    const wrapping = (name: string, phase: Phase): Practice => ({
      ...practice(name, phase),
      install: ({ ports }) => {
        const below = ports.cache;
        const cache = marking(name, () => below);
        return Promise.resolve({ handle: name, ports: { cache } });
      },
    });
    const { ports } = await start([wrapping('outer', 'resilience'), wrapping('inner', 'stores')]);
    expect(await ports.cache.read('key', () => Promise.resolve('value'))).toBe(
      'outer(inner(value))',
    );
  });

  it('refuses two providers of one port in one phase, names both, and leaves nothing open', async () => {
    const cache = marking('x', () => {
      throw new Error('not read');
    });
    const two = ['one', 'two'].map((name) => practice(name, 'stores', { ports: { cache } }));
    await expect(start(two)).rejects.toThrow('Practices one and two both provide cache');
    expect(events).toContain('close one');
  });

  it('gives a practice the handle of one that it needs', async () => {
    const store = practice('store', 'stores');
    let handle: string | undefined;
    const user: Practice = {
      ...practice('user', 'capabilities', {}, [store]),
      install: ({ use }) => {
        handle = use(store);
        return Promise.resolve({ handle: undefined });
      },
    };
    await start([user, store]);
    expect(handle).toBe('store');
  });

  it('joins what several practices miss in the environment', async () => {
    const missing = (name: string): Practice => ({
      ...practice(name, 'stores'),
      install: () => Promise.reject(new ConfigError([`${name.toUpperCase()}_URL is not set`])),
    });
    const failed = start([missing('one'), missing('two')]);
    await expect(failed).rejects.toThrow(/ONE_URL is not set[^]*TWO_URL is not set/);
  });

  it('tells at once what the core, practices of every phase and modules miss', async () => {
    const failing = (problem: string) => () => {
      throw new ConfigError([problem]);
    };
    const store = { ...practice('store', 'stores'), install: failing('STORE_URL is not set') };
    const needy = practice('needy', 'stores', {}, [store]);
    const shield = { ...practice('shield', 'resilience'), install: failing('SHIELD is not set') };
    const failed = compose({
      env: { NODE_ENV: 'production', PORT: 'x' },
      practices: [shield, needy, store],
      modules: [failing('SHOP_URL is not set')],
      log,
    });
    const named = ['DATABASE_URL', 'PORT', 'STORE_URL', 'SHIELD', 'SHOP_URL'].map(
      (name) => expect.stringContaining(name) as string,
    );
    await expect(failed).rejects.toMatchObject({ problems: named });
    expect(events).toEqual([]);
  });

  it('commits what in-process events did through the last provider of transactions', async () => {
    let through = 0;
    const counting: Practice = {
      ...practice('counting', 'capabilities'),
      install: ({ ports: { inTx } }) => {
        const counted: typeof inTx = (work) => {
          through += 1;
          return inTx(work);
        };
        return Promise.resolve({ handle: undefined, ports: { inTx: counted } });
      },
    };
    const { promise: committed, resolve } = Promise.withResolvers<undefined>();
    const consumer: Consumer = {
      name: 'note',
      on: 'noted',
      run: () =>
        Promise.resolve(() => {
          resolve(undefined);
          return Promise.resolve();
        }),
    };
    service = await compose({
      env: { NODE_ENV: 'test' },
      practices: [counting],
      modules: [() => ({ name: 'notes', consumers: [consumer] })],
      log,
    });
    const { inTx, events: published } = service.ports;
    await inTx((tx) => published.publish(tx, { id: 'n', type: 'noted', data: null }));
    await committed;
    expect(through).toBe(2);
  });

  it('does not start in production when nothing authenticates, unless AUTH=none says who does', async () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: 'postgres://127.0.0.1:1/none' };
    await expect(start([], { env })).rejects.toThrow('AUTH is not set');
    await start([], { env: { ...env, AUTH: 'none' } });
  });
});

describe('the role of a process', () => {
  const worker = practice('queue', 'capabilities', {
    roles: {
      worker: () => {
        events.push('worker runs');
        return Promise.resolve({
          stop: () => {
            events.push('worker stopped');
            return Promise.resolve();
          },
        });
      },
    },
    routes: (app) => {
      app.get('/jobs', { config: { access: 'public' } }, () => []);
    },
  });
  const run = async (role: string) => {
    const started = await start([worker], { env: { ROLE: role, PORT: '0', HOST: '127.0.0.1' } });
    await started.start();
    return (await started.app.inject('/jobs')).statusCode;
  };

  it('all serves and works', async () => {
    expect(await run('all')).toBe(200);
    expect(events).toContain('worker runs');
  });

  it('api only serves', async () => {
    expect(await run('api')).toBe(200);
    expect(events).not.toContain('worker runs');
  });

  it('worker only works, and tells how it is', async () => {
    expect(await run('worker')).toBe(404);
    expect((await service?.app.inject('/livez'))?.statusCode).toBe(200);
    expect(events).toContain('worker runs');
  });

  it('stops before the practices close', async () => {
    await run('all');
    await service?.stop();
    expect(events.slice(-2)).toEqual(['worker stopped', 'close queue']);
  });
});

it('turns unready before it stops, and closes the database after all else', async () => {
  const running = await start([practice('store', 'stores')], {
    env: { HOST: '127.0.0.1', PORT: '0', SHUTDOWN_DELAY_MS: '50' },
  });
  await running.start();
  const { database, health } = running;
  const close = database.close.bind(database);
  Object.assign(database, {
    close: () => {
      events.push('close database');
      return close();
    },
  });
  const stopped = running.stop();
  expect(health.draining).toBe(true);
  await stopped;
  expect(events.slice(-2)).toEqual(['close store', 'close database']);
});
