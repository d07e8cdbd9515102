import type { Setup } from '../../core/contract.ts';
import { createHttpClient } from '../../core/http.ts';
import { createVerifyToken } from './access-token.ts';
import { bearerToken } from './bearer.ts';
import type { Method } from './contract.ts';
import { createProviderKeys } from './provider-keys.ts';
import { createProvider } from './provider.ts';
import { resourceMetadataRoute } from './resource-metadata.ts';
import { startSandboxIssuer } from './sandbox-issuer.ts';
import { readSettings, type Settings } from './settings.ts';
import { createSignOn } from './sign-on.ts';

/**
 * Tokens of an OpenID Connect provider. The provider need not be there when the service starts.
 * @throws ConfigError when production has no issuer or no audience
 */
export async function createMethod({ ports, env, log }: Setup): Promise<Method> {
  const settings = readSettings(env);
  const { audience, timeoutMs } = settings;
  const { url: issuer, stop } = await issuerOf(settings, log);
  const http = createHttpClient();
  const provider = createProvider(ports, http, issuer, timeoutMs);
  const keys = createProviderKeys(provider, settings.keys, timeoutMs, log);
  const verify = createVerifyToken(issuer, settings, keys);
  const signOn = createSignOn(ports, provider, settings.rolesClaim);
  return {
    authenticator: {
      name: 'oidc',
      async identify(request) {
        const token = bearerToken(request);
        return token === undefined ? undefined : signOn(await verify(token), token);
      },
    },
    checks: [{ name: 'identity-provider', critical: false, run: () => keys.check() }],
    routes: (app) => resourceMetadataRoute(app, issuer, audience),
    async close() {
      provider.close();
      await http.close();
      await stop?.();
    },
  };
}

/** Outside production nothing needs to be installed: the process brings an issuer of its own. */
async function issuerOf(
  { issuer, audience }: Settings,
  log: Setup['log'],
): Promise<{ readonly url: string; stop?(): Promise<void> }> {
  if (issuer !== undefined) return { url: issuer };
  const sandbox = await startSandboxIssuer(audience);
  log.warn({ issuer: sandbox.url }, 'no OIDC_ISSUER: a sandbox signs tokens for whoever asks');
  return sandbox;
}
