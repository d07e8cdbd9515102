/** Prints an access token of the running service at BASE_URL, for load tests. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createHttpClient } from '../../core/http.ts';

const { BASE_URL = 'http://127.0.0.1:3000', LOAD_EMAIL, LOAD_PASSWORD } = process.env;
const http = createHttpClient();

// Somebody new each time, unless the load needs somebody with a history or a role.
const [path, json] =
  LOAD_EMAIL === undefined
    ? [
        '/auth/register',
        {
          email: `load-${randomUUID()}@example.com`,
          name: 'Load test',
          password: randomBytes(24).toString('base64url'),
        },
      ]
    : ['/auth/login', { email: LOAD_EMAIL, password: LOAD_PASSWORD }];
try {
  const answer = await http.request({ method: 'POST', url: new URL(path, BASE_URL).href, json });
  const { accessToken } = answer.json as { accessToken: string };
  process.stdout.write(`${accessToken}\n`);
} catch (error) {
  process.stderr.write(`No token from ${BASE_URL}${path}: ${String(error)}\n`);
  process.exitCode = 1;
} finally {
  await http.close();
}
