import type { CreateModule } from '../../core/contract.ts';
import { createAccounts } from './accounts.ts';
import { createUserRepository } from './repository.ts';
import { addUserRoutes } from './routes.ts';
import { seedUsers } from './seed.ts';
import { createUserService } from './service.ts';

/** People. Provides the `accounts` port to whatever authenticates. */
export const users: CreateModule = ({ ports }) => {
  const repository = createUserRepository(ports.db);
  const service = createUserService({ inTx: ports.inTx, users: repository });
  return {
    name: 'users',
    ports: { accounts: createAccounts(repository) },
    routes: (app) => addUserRoutes(app, service),
    seed: (tx) => seedUsers(tx, repository),
  };
};
