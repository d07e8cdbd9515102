import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

export interface Issuer {
  readonly url: string;
  /** A signed access token for somebody new. */
  token(audience: string): string;
  close(): void;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An OpenID Connect provider that knows discovery and keys, over real HTTP on loopback. */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'proof', alg: 'RS256', use: 'sig' };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        request.url === '/jwks'
          ? { keys: [key] }
          : {
              issuer: url,
              jwks_uri: `${url}/jwks`,
              authorization_endpoint: `${url}/authorize`,
              token_endpoint: `${url}/token`,
              response_types_supported: ['code'],
              subject_types_supported: ['public'],
              id_token_signing_alg_values_supported: ['RS256'],
            },
      ),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    token(audience) {
      const now = Math.floor(Date.now() / 1000);
      const sub = randomUUID();
      const body = [
        encode({ alg: 'RS256', kid: 'proof', typ: 'at+jwt' }),
        encode({
          iss: url,
          sub,
          aud: audience,
          iat: now,
          exp: now + 600,
          client_id: 'proof',
          jti: randomUUID(),
          email: `${sub}@example.com`,
          email_verified: true,
          name: 'Proof',
        }),
      ].join('.');
      return `${body}.${sign('RSA-SHA256', Buffer.from(body), privateKey).toString('base64url')}`;
    },
    close: () => server.close(),
  };
}
