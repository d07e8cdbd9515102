import type { FastifyBaseLogger } from 'fastify';
import type { Service } from './compose.ts';
import { migrateToLatest, pendingMigrations } from './migrate.ts';

/**
 * Makes sure that the database is what this release needs, before it serves. In production it only
 * looks: a process that migrates at boot would race its siblings, and could not be rolled back.
 * Elsewhere it applies the schema, and in development the sample data too.
 * @throws Error that names the migrations that production lacks
 */
export async function prepareSchema(service: Service, log: FastifyBaseLogger): Promise<void> {
  const { config, database } = service;
  if (config.NODE_ENV === 'production') {
    const pending = await pendingMigrations(database.db);
    if (pending.length === 0) return;
    throw new Error(
      `The database lacks the migrations ${pending.join(', ')}. Apply them before this release starts.`,
    );
  }
  const applied = await migrateToLatest(database.db);
  if (applied.length > 0) log.info({ applied }, 'schema applied');
  if (config.NODE_ENV === 'development') await seed(service);
}

/**
 * Adds every module's sample data; what is there already stays as it is. One transaction, so that
 * rows may refer to rows of a module whose turn comes later.
 */
export async function seed({ ports, modules }: Pick<Service, 'modules' | 'ports'>): Promise<void> {
  await ports.inTx(async (tx) => {
    for (const module of modules) await module.seed?.(tx);
  });
}
