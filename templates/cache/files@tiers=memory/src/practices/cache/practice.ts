import { readEnv } from '../../core/config.ts';
import type { Practice } from '../../core/contract.ts';
import { cacheEnv } from './settings.ts';
import { createTieredCache } from './tiered-cache.ts';
import { trackTransactions } from './transactions.ts';

export const cache: Practice<undefined> = {
  name: 'cache',
  phase: 'capabilities',
  needs: [],
  install({ env, log, ports }) {
    const settings = readEnv(cacheEnv, env);
    const transactions = trackTransactions(ports.inTx);
    const port = createTieredCache({ settings, log, inTransaction: transactions.current });
    return Promise.resolve({
      handle: undefined,
      ports: { cache: port, inTx: transactions.inTx },
    });
  },
};
