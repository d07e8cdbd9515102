/** Prints an access token for the running development service at BASE_URL, for load tests. */
import { randomUUID } from 'node:crypto';
import { createHttpClient } from '../../core/http.ts';

const { BASE_URL = 'http://127.0.0.1:3000' } = process.env;
const http = createHttpClient();
const get = async (url: string): Promise<unknown> =>
  (await http.request({ method: 'GET', url })).json;

try {
  const resource = await get(new URL('/.well-known/oauth-protected-resource', BASE_URL).href);
  const [issuer = ''] = (resource as { authorization_servers: string[] }).authorization_servers;
  const { json } = await http.request({
    method: 'POST',
    url: `${issuer}/token`,
    json: { email: process.env['LOAD_EMAIL'] ?? `load-${randomUUID()}@example.com` },
  });
  process.stdout.write(`${(json as { access_token: string }).access_token}\n`);
} catch (error) {
  process.stderr.write(
    `No token: ${String(error)}\nOnly the sandbox issuer of development gives one for the asking. With another provider get one there, and set TOKEN.\n`,
  );
  process.exitCode = 1;
} finally {
  await http.close();
}
