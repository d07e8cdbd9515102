/** `db init` applies the schema, `db seed` adds sample data: to the database of DATABASE_URL. */
import { compose } from './core/compose.ts';
import { ConfigError } from './core/config.ts';
import type { CreateModule } from './core/contract.ts';
import { createLog } from './core/log.ts';
import { migrateToLatest } from './core/migrate.ts';
import { outliveReader } from './core/outlive-reader.ts';
import { seed } from './core/schema.ts';
import * as modules from './modules.gen.ts';

const [command] = process.argv.slice(2);
const { log, flush } = createLog({ level: 'info', service: 'db' });

/** A migration may take far longer than a request may, whatever `.env` gives one. */
const patience = { DATABASE_STATEMENT_TIMEOUT_MS: '600000', DATABASE_LOCK_TIMEOUT_MS: '10000' };

outliveReader();
try {
  if (command !== 'init' && command !== 'seed') {
    throw new ConfigError([`the command must be init or seed, found "${command ?? ''}"`]);
  }
  if (process.env['DATABASE_URL'] === undefined) {
    throw new ConfigError([
      'DATABASE_URL is not set; without it the development server keeps its data in memory, and applies schema and samples itself',
    ]);
  }
  const service = await compose({
    // It serves nobody: what production demands of a service, such as AUTH, does not matter here, nor
    // which of the practices' roles the other processes of this environment have.
    env: { ...process.env, ...patience, NODE_ENV: 'development', ROLE: 'api' },
    practices: [],
    modules: Object.values<CreateModule>(modules),
    log,
  });
  try {
    if (command === 'init') {
      log.info({ applied: await migrateToLatest(service.database.db) }, 'schema applied');
    } else {
      await seed(service);
      log.info('sample data added');
    }
  } finally {
    await service.stop();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  flush();
}
