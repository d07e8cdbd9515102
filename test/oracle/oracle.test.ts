import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { PlinthError } from '../../src/pack/error.ts';
import type { Contribution, Pack, Practice } from '../../src/pack/pack.ts';
import { combinationId } from '../../src/selection/combination.ts';
import { resolve } from '../../src/selection/resolve.ts';
import { answersFor, combinations } from '../../src/selection/space.ts';
import { everyChoice, requestOf } from './choice.ts';
import { disagreements } from './disagreements.ts';

const pack = await builtInPack();

test('the hand-written rules import nothing of the engine, and read no file', () => {
  for (const name of ['choice', 'contents', 'base', 'data', 'security', 'delivery']) {
    const text = readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8');
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, path]) => path);
    const own = readdirSync(import.meta.dirname).map((file) => `./${file}`);
    for (const path of imported) expect(own).toContain(path);
    expect(text).not.toMatch(/import\(|require\(|node:/);
  }
});

test('the combinations are those that the rules allow, no more and no fewer', () => {
  const allowed = everyChoice().map((choice) => combinationId(requestOf(choice)));
  expect(allowed).toHaveLength(648);
  expect([...combinations(pack)].map(({ id }) => id).sort()).toEqual(allowed.toSorted());
});

test('whatever else is asked for is refused', () => {
  const valid = requestOf({
    auth: 'jwt',
    breaker: true,
    cache: 'memory',
    ci: 'github',
    k6: true,
    migrations: true,
    queue: 'postgres',
  });
  const wrong = [
    { redis: {} },
    { service: {} },
    { cash: {} },
    { cache: { tiers: 'redis' } },
    { cache: { backend: 'redis' } },
    { queue: { backend: 'memory' } },
    { auth: { method: 'basic' } },
    { ci: { provider: 'jenkins' } },
    { breaker: { tiers: 'memory' } },
  ];
  expect(() => resolve(pack, answersFor(pack, { id: '', practices: valid }))).not.toThrow();
  for (const request of wrong) {
    const practices = { ...valid, ...request };
    expect(
      () => resolve(pack, answersFor(pack, { id: '', practices })),
      JSON.stringify(request),
    ).toThrow(PlinthError);
  }
});

test('each of the 648 services has what the rules say, and nothing else', () => {
  // A mistake shows in hundreds of services; some of them tell enough.
  expect(disagreements(pack).slice(0, 20)).toEqual([]);
}, 300_000);

describe('one mistake in a manifest turns the oracle red', () => {
  const changed = (id: string, change: (practice: Practice) => Practice): Pack => {
    const practice = pack.practices.get(id);
    if (!practice) throw new Error(`there is no practice ${id}`);
    return { ...pack, practices: new Map([...pack.practices, [id, change(practice)]]) };
  };
  const contributing =
    (change: (contribution: Contribution) => Partial<Contribution>) =>
    (practice: Practice): Practice => ({
      ...practice,
      contributions: practice.contributions.map((one) => ({ ...one, ...change(one) })),
    });
  const choosing =
    (option: string, value: string, requires: readonly string[]) =>
    (practice: Practice): Practice => {
      const before = practice.options[option];
      const choice = before?.choices[value];
      if (!before || !choice) throw new Error(`there is no ${option}=${value}`);
      const choices = { ...before.choices, [value]: { ...choice, requires } };
      return { ...practice, options: { ...practice.options, [option]: { ...before, choices } } };
    };
  const without = <T>(record: Readonly<Record<string, T>>, key: string) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

  test.each<readonly [string, string, (practice: Practice) => Practice, string]>([
    [
      'a requirement is forgotten',
      'cache',
      choosing('tiers', 'memory-redis', []),
      'cache.tiers=memory-redis: practices -redis',
    ],
    [
      'a requirement is on the wrong value',
      'queue',
      choosing('backend', 'postgres', ['redis']),
      'queue.backend=postgres: practices +redis',
    ],
    [
      'a practice requires another one that it does not need',
      'breaker',
      (practice) => ({ ...practice, requires: ['cache'] }),
      'breaker: practices +cache',
    ],
    [
      'a dependency is forgotten',
      'queue',
      contributing(() => ({ dependencies: [] })),
      'queue.backend=postgres: dependencies -bullmq',
    ],
    [
      'a dependency is for development only',
      'cache',
      contributing(({ dependencies }) => ({ dependencies: [], devDependencies: dependencies })),
      'cache.tiers=memory: devDependencies +lru-cache',
    ],
    [
      'a variable is forgotten',
      'migrations',
      contributing(({ env }) => ({ env: without(env, 'BACKFILL_BATCH') })),
      'migrations: variables -BACKFILL_BATCH',
    ],
    [
      'a variable that production needs is not marked',
      'auth',
      contributing(({ env }) => ({
        env: Object.fromEntries(
          Object.entries(env).map(([name, variable]) => [name, { ...variable, required: false }]),
        ),
      })),
      'auth.method=jwt: needed -AUTH_JWT_KEYS',
    ],
    [
      'a variable is not given to the container',
      'redis',
      contributing(({ env }) => ({ env: without(env, 'REDIS_URL') })),
      'queue.backend=redis: environment -REDIS_URL',
    ],
    [
      'a condition is on the wrong value',
      'redis',
      contributing(({ when }) => ({
        when: when.map((clause) =>
          'value' in clause && clause.value === 'redis' ? { ...clause, value: 'postgres' } : clause,
        ),
      })),
      'queue.backend=redis: services -redis-state',
    ],
    [
      'a service of compose is forgotten',
      'queue',
      contributing(() => ({ compose: {} })),
      'queue.backend=postgres: services -worker',
    ],
    [
      'a script is forgotten',
      'k6',
      contributing(({ scripts }) => ({ scripts: without(scripts, 'load:soak') })),
      'k6: scripts -load:soak',
    ],
    [
      'a package of the tests is forgotten',
      'redis',
      contributing(() => ({ packages: [] })),
      'cache.tiers=memory-redis,ci.provider=github: packages -redis-server',
    ],
    [
      'a practice is not loaded',
      'breaker',
      (practice) => ({ ...practice, entry: undefined }),
      'breaker: entries -breaker',
    ],
    [
      'a slot is forgotten',
      'breaker',
      contributing(({ slots }) => ({ slots: without(slots, 'features') })),
      'breaker: features -Circuit breaker',
    ],
    [
      'files of one value are in all',
      'auth',
      (practice) => ({
        ...practice,
        files: practice.files.map((file) =>
          file.path.endsWith('/passwords.ts') ? { ...file, when: [] } : file,
        ),
      }),
      'auth.method=oidc: files +src/practices/auth/passwords.ts',
    ],
  ])('%s', (_, id, change, expected) => {
    const alone = everyChoice().filter((choice) => {
      const request = requestOf(choice);
      return request[id] !== undefined || id === 'redis';
    });
    const few = alone.filter((choice) => Object.keys(requestOf(choice)).length <= 2);
    expect(disagreements(changed(id, change), few)).toContain(expected);
  });
});
