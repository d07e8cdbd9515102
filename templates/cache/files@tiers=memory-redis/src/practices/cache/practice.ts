import { readEnv } from '../../core/config.ts';
import type { Practice } from '../../core/contract.ts';
import { redis } from '../redis/practice.ts';
import { redisTierEnv } from './redis-settings.ts';
import { createRedisTier } from './redis-tier.ts';
import { cacheEnv } from './settings.ts';
import { createTieredCache } from './tiered-cache.ts';
import { trackTransactions } from './transactions.ts';

export const cache: Practice<undefined> = {
  name: 'cache',
  phase: 'capabilities',
  needs: [redis],
  install({ env, log, ports, use }) {
    const settings = readEnv(cacheEnv, env);
    const store = use(redis).cache();
    const tier =
      store && createRedisTier(store, { ...settings, ...readEnv(redisTierEnv, env) }, log);
    const transactions = trackTransactions(ports.inTx);
    const port = createTieredCache({
      settings,
      log,
      inTransaction: transactions.current,
      shared: tier,
    });
    return Promise.resolve({
      handle: undefined,
      ports: { cache: port, inTx: transactions.inTx },
      checks: tier === undefined ? [] : [tier.check],
      close: () => {
        tier?.stop();
        return Promise.resolve();
      },
    });
  },
};
