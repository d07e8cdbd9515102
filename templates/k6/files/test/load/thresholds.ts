/** What every load test holds the service to: 95 of 100 answers within half a second, 1 % errors. */
export const thresholds = {
  http_req_duration: ['p(95)<500'],
  http_req_failed: ['rate<0.01'],
  checks: ['rate>0.99'],
};
