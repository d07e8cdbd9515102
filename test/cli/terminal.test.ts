import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './plinth.ts';
import { keys, openTerminal, type PseudoTerminal } from './pseudo-terminal.ts';

const filesOnly = ['--no-install', '--no-git'];

/** One question: what it shows, and the keys that answer it. */
type Step = readonly [shows: string, ...answer: readonly string[]];

const presetSteps: readonly Step[] = [
  ['Which practices?', keys.enter],
  ['Where should the service go?', 'svc', keys.enter],
  ['Which package manager?', keys.enter],
  ['Create it?', keys.enter],
];

/** From the suggested preset down to the last entry of the list. */
const oneByOne = [keys.down, keys.down, keys.down, keys.enter];

const oneByOneSteps: readonly Step[] = [
  ['Which practices?', ...oneByOne],
  ['Data', keys.enter],
  ['Security', keys.enter],
  ['Resilience', keys.enter],
  ['Delivery', keys.enter],
  ['Cache tiers: ', keys.down, keys.enter],
  ['Authentication and roles: ', keys.enter],
  ['Continuous integration: ', keys.enter],
  ['Where should the service go?', 'svc', keys.enter],
  ['Which package manager?', keys.enter],
  ['Create it?', keys.enter],
];

async function answer(terminal: PseudoTerminal, steps: readonly Step[]): Promise<void> {
  for (const [shows, ...typed] of steps) {
    await terminal.shows(shows);
    terminal.types(...typed);
  }
}

describe('on a terminal', () => {
  test('Enter at every question creates the suggested service', async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal(['create', ...filesOnly], cwd);
    await answer(terminal, presetSteps);
    expect(await terminal.ended()).toBe(0);
    const written = JSON.parse(readFileSync(join(cwd, 'svc/plinth.json'), 'utf8')) as {
      practices: object;
    };
    expect(Object.keys(written.practices)).toEqual([
      'auth',
      'breaker',
      'cache',
      'ci',
      'migrations',
    ]);
  });

  test('the summary says what will be written before it is', async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal(['create', 'svc', '--preset', 'everything', ...filesOnly], cwd);
    await terminal.shows('Which package manager?');
    terminal.types(keys.enter);
    const summary = await terminal.shows('Create it?');
    expect(summary).toMatch(/Files +\d+/);
    expect(summary).toMatch(/Dependencies +\d+, and \d+ for development/);
    expect(summary).toContain('none to develop; postgres and redis in production');
    expect(existsSync(join(cwd, 'svc'))).toBe(false);
    terminal.types(keys.ctrlC);
    expect(await terminal.ended()).toBe(130);
  });

  test('practices are chosen one by one, with their options', async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal(['create', ...filesOnly], cwd);
    await answer(terminal, oneByOneSteps);
    expect(await terminal.ended()).toBe(0);
    const written = JSON.parse(readFileSync(join(cwd, 'svc/plinth.json'), 'utf8')) as object;
    expect(written).toMatchObject({
      practices: {
        auth: { method: 'jwt' },
        cache: { tiers: 'memory-redis' },
        ci: {},
        migrations: {},
      },
    });
  });

  test('nothing that was given is asked, and --yes asks nothing', async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal(['create', 'svc', '--yes', ...filesOnly], cwd);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.lines().join('\n')).not.toContain('?');
  });

  test('a name that npm refuses is told at once, and asked again', async () => {
    const terminal = openTerminal(['create', ...filesOnly], scratchFolder());
    await answer(terminal, presetSteps.slice(0, 1));
    await terminal.shows('Where should the service go?');
    terminal.types('Svc', keys.enter);
    await terminal.shows('capital letters');
    terminal.types(keys.ctrlC);
    expect(await terminal.ended()).toBe(130);
  });

  test('a directory that is taken is told at once, before the questions or in them', async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, 'full/inside'), { recursive: true });
    const given = openTerminal(['create', 'full', ...filesOnly], cwd);
    expect(await given.ended()).toBe(2);
    expect(given.lines().join('\n')).not.toContain('Which practices?');

    const asked = openTerminal(['create', ...filesOnly], cwd);
    await answer(asked, presetSteps.slice(0, 1));
    await asked.shows('Where should the service go?');
    asked.types('full', keys.enter);
    await asked.shows('is not empty: it has inside');
    asked.types(keys.ctrlC);
    expect(await asked.ended()).toBe(130);
  });

  test('a no writes nothing', async () => {
    const cwd = scratchFolder();
    const terminal = openTerminal(['create', 'svc', '--pm', 'npm', '--preset', 'minimal'], cwd);
    await terminal.shows('Create it?');
    terminal.types('n', keys.enter);
    expect(await terminal.ended()).toBe(130);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe.each([
  ['the preset', presetSteps],
  ['practices one by one', oneByOneSteps],
])('Ctrl-C at any question about %s', (_name, steps) => {
  test.each(steps.map(([shows], index) => ({ shows, index })))(
    '"$shows" ends with 130 and leaves nothing',
    async ({ shows, index }) => {
      const cwd = scratchFolder();
      const terminal = openTerminal(['create', ...filesOnly], cwd);
      await answer(terminal, steps.slice(0, index));
      await terminal.shows(shows);
      terminal.types(keys.ctrlC);
      expect(await terminal.ended()).toBe(130);
      expect(readdirSync(cwd)).toEqual([]);
    },
  );
});

test('every question and choice fits 80 columns', async () => {
  const terminal = openTerminal(['create', ...filesOnly], scratchFolder());
  await answer(terminal, oneByOneSteps.slice(0, -1));
  await terminal.shows('Create it?');
  terminal.types(keys.ctrlC);
  await terminal.ended();
  const wide = terminal.lines().filter((line) => line.length > 80);
  expect(wide).toEqual([]);
});
