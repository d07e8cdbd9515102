/** The command `queue`: see what waits and what was given up on, and let it be tried again. */
import { compose } from '../../core/compose.ts';
import { ConfigError } from '../../core/config.ts';
import type { CreateModule } from '../../core/contract.ts';
import { createLog } from '../../core/log.ts';
import { outliveReader } from '../../core/outlive-reader.ts';
// eslint-disable-next-line no-restricted-imports -- a composition root: the consumers are the modules'
import * as modules from '../../modules.gen.ts';
import { transportNeeds } from './backend.ts';
import { borrowQueue } from './borrow.ts';
import { type Command, UsageError, parseCommand, usage } from './command.ts';
import { runCommand } from './console.ts';
import { describeAnswer } from './describe-answer.ts';
import { queue } from './practice.ts';
import { queueDb } from './tables.ts';

const { log, flush } = createLog({ level: process.env['LOG_LEVEL'] ?? 'warn', service: 'queue' });

outliveReader();
try {
  await run(parseCommand(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`);
  process.exitCode = 1;
} finally {
  flush();
}

async function run(command: Command): Promise<void> {
  if ((process.env['DATABASE_URL'] ?? '') === '') {
    throw new ConfigError([
      'DATABASE_URL is not set; without it a service keeps its events in its own memory, where no other process sees them',
    ]);
  }
  const borrowed = borrowQueue();
  const service = await compose({
    // Nothing listens here, so nobody has to be authenticated.
    env: { NODE_ENV: 'development', ...process.env, AUTH: 'none' },
    practices: [...transportNeeds, queue, borrowed.practice],
    modules: Object.values<CreateModule>(modules),
    log,
  });
  try {
    const { db, inTx } = service.ports;
    const { broker, consumers } = borrowed;
    const desk = { db: queueDb(db), inTx, broker, consumers };
    const answer = await runCommand(desk, command);
    const lines = command.json ? [JSON.stringify(answer)] : describeAnswer(answer);
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } finally {
    await service.stop();
  }
}
