import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

const algorithm = 'ES256';
const lifetime = '1h';
const path = { keys: '/jwks', token: '/token' } as const;

/** Whom the sandbox is to say that the caller is. */
export const Wish = Type.Object({
  email: Type.String(),
  subject: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  roles: Type.Optional(Type.Array(Type.String())),
});
export type Wish = Static<typeof Wish>;

/** An issuer on a loopback port that signs whatever it is asked to: for development and tests. */
export interface SandboxIssuer {
  readonly url: string;
  /** Signs a token for the sandbox's audience. */
  token(wish: Wish): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the issuer. It never keeps the process alive.
 * @param audience - whom its tokens are for
 */
export async function startSandboxIssuer(audience: string): Promise<SandboxIssuer> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'sandbox', alg: algorithm, use: 'sig' };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => send(response, body === undefined ? 404 : 200, body),
      (error: unknown) => send(response, 400, { error: String(error) }),
    );
  });
  await once(server.listen(0, '127.0.0.1').unref(), 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  const token = ({ email, subject = email, name = email, roles = [] }: Wish): Promise<string> =>
    new SignJWT({ email, email_verified: true, name, roles })
      .setProtectedHeader({ alg: algorithm, kid: 'sandbox', typ: 'at+jwt' })
      .setIssuer(url)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(privateKey);

  async function answer(request: IncomingMessage): Promise<unknown> {
    if (request.url === '/.well-known/openid-configuration') {
      return { issuer: url, jwks_uri: url + path.keys, token_endpoint: url + path.token };
    }
    if (request.url === path.keys) return { keys: [jwk] };
    if (request.url !== path.token || request.method !== 'POST') return undefined;
    const wish = Value.Parse(Wish, await json(request));
    return { access_token: await token(wish), token_type: 'Bearer', expires_in: 3_600 };
  }

  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url, token, stop };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body ?? {}));
}
