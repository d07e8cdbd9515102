const durations = ['p(95)<500'];

/**
 * What every load test holds the service to: 95 of 100 answers within half a second, 1 % errors.
 *
 * @param routes - the names that the script's requests count under; each is held to it by itself as
 * well, because one that is seldom called would hide among the others, however slow
 */
export function thresholds(routes: readonly string[]): Record<string, string[]> {
  return {
    http_req_duration: durations,
    ...Object.fromEntries(routes.map((route) => [`http_req_duration{name:${route}}`, durations])),
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
  };
}
