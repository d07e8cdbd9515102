import type { PracticeFixture } from '../../../test/fixture.ts';
import { createAccessTokens } from './access-token.ts';
import { readSettings } from './settings.ts';

const env = { AUTH_JWT_KEYS: 'test:not-a-secret-only-for-tests-0123456789' };

/** Lets any test call as anybody: the token is signed as the service signs its own. */
export const authFixture: PracticeFixture = {
  env,
  async credentials(_service, principal) {
    const accessTokens = createAccessTokens(readSettings({ ...env, NODE_ENV: 'test' }));
    return { authorization: `Bearer ${await accessTokens.sign(principal)}` };
  },
};
