import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** `undefined` leaves a claim or a field out. */
export type Changes = Readonly<Record<string, unknown>>;

export interface Forgery {
  readonly claims?: Changes;
  readonly header?: Changes;
  /** Instead of the issuer's private key. */
  readonly key?: CryptoKey | Uint8Array;
}

/** An issuer whose tokens and answers a test bends as it likes. Over real HTTP. */
export interface ForgingIssuer {
  readonly url: string;
  /** What tells a service of it. It may wait longer than in production: a busy machine is slow. */
  readonly env: Readonly<Record<string, string>>;
  /** The public key as text: what an attacker has. */
  readonly publicPem: string;
  /** A token that is good but for what is said. */
  token(forgery?: Forgery): Promise<string>;
  goodClaims(): Record<string, unknown>;
  /** What `/userinfo` answers; `undefined`: 403. */
  userInfo: Changes | undefined;
  /** `busy`: it answers 429. `freeze`: it accepts connections and says nothing. */
  mode: 'serve' | 'busy' | 'fail' | 'freeze';
  /** Requests so far, by path. */
  readonly calls: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export const audience = 'urn:example:api';
const algorithm = 'ES256';

/** Starts the issuer with one key. */
export async function startForgingIssuer(): Promise<ForgingIssuer> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'k1', alg: algorithm, use: 'sig' };
  const calls: Record<string, number> = {};
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    calls[path] = (calls[path] ?? 0) + 1;
    if (issuer.mode === 'freeze') return;
    const body = issuer.mode === 'serve' ? answers()[path] : undefined;
    const refused = { serve: 403, busy: 429, fail: 503 }[issuer.mode];
    response.writeHead(body === undefined ? refused : 200);
    response.end(JSON.stringify(body ?? {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  const answers = (): Record<string, unknown> => ({
    '/.well-known/openid-configuration': {
      issuer: url,
      jwks_uri: `${url}/jwks`,
      userinfo_endpoint: `${url}/userinfo`,
    },
    '/jwks': { keys: [jwk] },
    '/userinfo': issuer.userInfo,
  });
  const goodClaims = () => {
    const now = Math.floor(Date.now() / 1_000);
    return {
      iss: url,
      sub: 'ada',
      aud: audience,
      iat: now,
      exp: now + 60,
      email: 'ada@provider.example',
      email_verified: true,
    };
  };
  const issuer: ForgingIssuer = {
    url,
    env: {
      OIDC_ISSUER: url,
      OIDC_AUDIENCE: audience,
      OIDC_TIMEOUT_MS: '10000',
      OUTBOUND_TIMEOUT_MS: '10000',
    },
    publicPem: await exportSPKI(publicKey),
    goodClaims,
    userInfo: undefined,
    mode: 'serve',
    calls,
    token: ({ claims = {}, header = {}, key = privateKey } = {}) =>
      new SignJWT({ ...goodClaims(), ...claims })
        .setProtectedHeader({ alg: algorithm, kid: 'k1', ...header })
        .sign(key),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return issuer;
}
