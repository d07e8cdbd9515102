import type { Setup } from '../../core/contract.ts';
import { createAccessTokens } from './access-token.ts';
import { bearerToken } from './bearer.ts';
import type { Method } from './contract.ts';
import { createGate } from './gate.ts';
import { createPasswords } from './passwords.ts';
import { signInRoutes } from './routes.ts';
import { readSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';

/**
 * Tokens that the service itself issues for a password.
 * @throws ConfigError when production has no signing keys
 */
export async function createMethod({ ports, env, log }: Setup): Promise<Method> {
  const settings = readSettings(env);
  const { AUTH_HASH_CONCURRENCY, AUTH_HASH_QUEUE } = settings.env;
  const accessTokens = createAccessTokens(settings);
  const passwords = await createPasswords(createGate(AUTH_HASH_CONCURRENCY, AUTH_HASH_QUEUE));
  const signIn = createSignIn({ ports, settings, accessTokens, passwords, log });
  return {
    authenticator: {
      name: 'jwt',
      async identify(request) {
        const token = bearerToken(request);
        return token === undefined ? undefined : accessTokens.verify(token);
      },
    },
    routes: (app) => signInRoutes(app, signIn),
  };
}
