import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { plinth, scratchFolder } from '../cli/plinth.ts';
import { nodeBinary } from '../npm-cache.ts';

/** The oldest Node that a service says it runs on. */
const floor = '22.18.0';

/**
 * Between them the two have every dependency of the catalogue. BullMQ has optional packages for each
 * platform, and a registry that lacks one has been seen to make lock files that `npm ci` refuses.
 */
test.each(['queue=postgres,auth=jwt', 'queue=redis,auth=oidc'])(
  `on Node ${floor}, \`npm ci\` takes the lock file that \`npm install\` wrote: %s`,
  { timeout: 300_000 },
  async (practices) => {
    const cwd = scratchFolder();
    const flags = ['--pm', 'npm', '--yes', '--no-install', '--no-git'];
    await plinth(['create', 'svc', '--preset', 'everything', '--with', practices, ...flags], {
      cwd,
    });
    const service = join(cwd, 'svc');
    const path = `${dirname(await nodeBinary(floor))}:${process.env['PATH'] ?? ''}`;
    const npm = async (...args: readonly string[]): Promise<void> => {
      const options = { cwd: service, env: { PATH: path }, reject: false, all: true } as const;
      const { exitCode, all } = await execa('npm', args, options);
      expect(exitCode, all).toBe(0);
    };

    // The package itself is in no registry before it is published.
    await npm('pkg', 'delete', 'devDependencies.create-plinth');
    for (const command of ['install', 'ci']) {
      await npm(command, '--engine-strict', '--ignore-scripts', '--no-audit', '--no-fund');
    }
  },
);
