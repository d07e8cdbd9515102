import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

/** A certified identity provider, listening on loopback, that gives each client a token. */
export interface RealProvider {
  readonly issuer: string;
  /** How often its keys were asked for. */
  keyFetches(): number;
  /** Replaces its keys by one new key, as if it had been restarted with it. */
  rotate(): Promise<void>;
  /** A token for the audience, by the client credentials flow. */
  token(): Promise<string>;
  /** Closes the port: connections are refused. */
  stop(): Promise<void>;
}

export const audience = 'urn:example:api';
export const email = 'ada@provider.example';

const clientId = 'ada';
const clientSecret = 'only-for-tests';

/** Starts the provider with one key. */
export async function startRealProvider(): Promise<RealProvider> {
  let handle: RequestListener = (_request, response) => response.writeHead(503).end();
  let fetches = 0;
  const server = createServer((request, response) => {
    if (request.url === '/jwks') fetches += 1;
    handle(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  const rotate = async () => {
    const provider = new Provider(issuer, configuration(await newKey()));
    const callback = provider.callback();
    handle = (request, response) => void callback(request, response);
  };
  await rotate();
  return {
    issuer,
    keyFetches: () => fetches,
    rotate,
    token: () => clientCredentials(issuer),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

let made = 0;

async function newKey(): Promise<JWK> {
  made += 1;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `key-${String(made)}`, alg: 'RS256', use: 'sig' };
}

const configuration = (key: JWK): Configuration => ({
  jwks: { keys: [key] },
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  cookies: { keys: ['only-for-tests'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        scope: 'api',
        audience,
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: () => ({ email, email_verified: true, roles: ['admin'] }),
});

async function clientCredentials(issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined) throw new Error(JSON.stringify(answer));
  return answer.access_token;
}
