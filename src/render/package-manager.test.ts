import { expect, test } from 'vitest';
import { packageManagers } from '../selection/answers.ts';
import {
  commandsOf,
  execCommand,
  prepareCommand,
  runCommand,
  setupSteps,
} from './package-manager.ts';

test.each([
  ['npm', 'npm run dev', 'npm test', 'npx vitest run', 'npm ci', 'package-lock.json'],
  [
    'pnpm',
    'pnpm run dev',
    'pnpm test',
    'pnpm exec vitest run',
    'pnpm install --frozen-lockfile',
    'pnpm-lock.yaml',
  ],
  [
    'yarn',
    'yarn run dev',
    'yarn test',
    'yarn exec vitest run',
    'yarn install --immutable',
    'yarn.lock',
  ],
  [
    'bun',
    'bun run dev',
    'bun run test',
    'bunx vitest run',
    'bun install --frozen-lockfile',
    'bun.lock',
  ],
] as const)('%s has its own words', (name, dev, testing, exec, frozenInstall, lockFile) => {
  const manager = { name };
  expect(runCommand(manager, 'dev')).toBe(dev);
  // `bun test` would start bun's own test runner.
  expect(runCommand(manager, 'test')).toBe(testing);
  expect(execCommand(manager, 'vitest run')).toBe(exec);
  expect(commandsOf(manager)).toMatchObject({ frozenInstall, lockFile });
});

test('a manager that does not come with Node is made available first', () => {
  expect(packageManagers.map((name) => prepareCommand({ name, version: '1.2.3' }))).toEqual([
    '',
    'corepack enable',
    'corepack enable',
    'npm install --global bun@1.2.3',
  ]);
});

test('Yarn is 4, also where no version is pinned', () => {
  expect(prepareCommand({ name: 'yarn' })).toContain('corepack install --global yarn@4');
});

test('a workflow takes pnpm from its action, at the version that package.json pins', () => {
  const action = (name: string): string => `${name}@commit`;
  expect(setupSteps({ name: 'npm' }, action)).toBe('');
  expect(setupSteps({ name: 'pnpm', version: '10.0.0' }, action)).toBe(
    '- uses: pnpm/action-setup@commit',
  );
  expect(setupSteps({ name: 'pnpm' }, action)).toContain('version: latest');
  expect(setupSteps({ name: 'yarn', version: '4.18.1' }, action)).toBe('- run: corepack enable');
});
