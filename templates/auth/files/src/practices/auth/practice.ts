import type { Practice } from '../../core/contract.ts';
import { meRoute } from './me.ts';
import { createMethod } from './method.ts';

/** Who calls: an authenticator for bearer tokens. Who may call what is each route's own `access`. */
export const auth: Practice<undefined> = {
  name: 'auth',
  phase: 'capabilities',
  needs: [],
  async install(setup) {
    const { authenticator, checks = [], routes, close } = await createMethod(setup);
    return {
      handle: undefined,
      authenticators: [authenticator],
      checks,
      routes(app) {
        meRoute(app);
        routes(app);
      },
      ...(close && { close }),
    };
  },
};
