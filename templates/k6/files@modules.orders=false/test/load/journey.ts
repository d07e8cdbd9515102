import { check, sleep } from 'k6';
import { get } from 'k6/http';

const base = __ENV['BASE_URL'] ?? 'http://127.0.0.1:3000';
const thinkSeconds = Number(__ENV['THINK_SECONDS'] ?? '1');

export const routes = ['GET /health', 'GET /readyz'] as const;

/** Requests count under the route's name, not under a name for each URL. */
const named = (name: (typeof routes)[number]) => ({ tags: { name } });

/**
 * What a visitor does, and every `wholeEvery`-th one to its end. Say here what yours do most; until
 * then they ask how the service is.
 */
export function visit(wholeEvery: number): void {
  const health = get(`${base}/health`, named('GET /health'));
  check(health, { 'the service is up': (answer) => answer.status === 200 });
  sleep(thinkSeconds);
  if (__ITER % wholeEvery !== 0) return;
  const ready = get(`${base}/readyz`, named('GET /readyz'));
  check(ready, { 'the service is ready': (answer) => answer.status === 200 });
  sleep(thinkSeconds);
}
