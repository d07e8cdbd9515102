import type { CreateModule } from '../../core/contract.ts';
import { createProductRepository } from './repository.ts';
import { addProductRoutes } from './routes.ts';
import { seedProducts } from './seed.ts';
import { createProductService } from './service.ts';

/** What is for sale. Reading is public and cached; writing is for admins. */
export const products: CreateModule = ({ ports }) => {
  const repository = createProductRepository(ports);
  const service = createProductService({ inTx: ports.inTx, products: repository });
  return {
    name: 'products',
    routes: (app) => addProductRoutes(app, service),
    seed: (tx) => seedProducts(tx, repository),
  };
};
