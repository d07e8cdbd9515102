import { describe, expect, it } from 'vitest';
import { percentile } from './percentile.ts';
import type { Call, UserReport } from './protocol.ts';
import { judge } from './thresholds.ts';

function calls(...durations: readonly number[]): readonly Call[] {
  return durations.map((durationMs) => ({
    name: 'GET /',
    method: 'GET',
    url: '/',
    headers: {},
    body: null,
    status: 200,
    durationMs,
    fields: [],
  }));
}

function user(parts: Partial<UserReport>): readonly UserReport[] {
  return [{ calls: [], checks: [], iterations: 1, ...parts }];
}

const slowTail = user({
  calls: calls(...Array.from({ length: 100 }, (_, i) => (i < 90 ? 10 : 700))),
});

describe('the thresholds of a load test', () => {
  it('find the percentile between two ranks, in any order', () => {
    expect(percentile([40, 10, 30, 20], 50)).toBe(25);
    expect(percentile([7], 95)).toBe(7);
    expect(percentile([], 95)).toBe(0);
  });

  it.each([
    ['p(95)<500', false],
    ['p(50)<500', true],
    ['max<700', false],
    ['max<=700', true],
    ['avg<100', true],
    ['min>9', true],
  ])('judge a slow tail by %s', (condition, passed) => {
    const [verdict] = judge({ http_req_duration: [condition] }, slowTail);
    expect(verdict?.passed).toBe(passed);
  });

  it('count what was refused and what got no answer as failed', () => {
    const answers = [200, 304, 404, 0].flatMap((status) =>
      calls(1).map((call) => ({ ...call, status })),
    );
    const [verdict] = judge({ http_req_failed: ['rate<0.01'] }, user({ calls: answers }));
    expect(verdict).toMatchObject({ actual: 0.5, passed: false });
  });

  it('judge one route by itself, which hides among the others', () => {
    const seldom = calls(700).map((call) => ({ ...call, name: 'POST /orders/:id' }));
    const users = user({ calls: [...calls(...Array.from({ length: 99 }, () => 10)), ...seldom] });
    const judged = ['', '{name:GET /}', '{name:POST /orders/:id}'].map(
      (route) => judge({ [`http_req_duration${route}`]: ['p(95)<500'] }, users)[0]?.passed,
    );
    expect(judged).toEqual([true, true, false]);
  });

  it('count failing checks', () => {
    const checks = [true, true, false, true].map((passed) => ({ name: 'a', passed }));
    const [verdict] = judge({ checks: ['rate>0.99'] }, user({ checks }));
    expect(verdict).toMatchObject({ actual: 0.75, passed: false });
  });

  it.each([
    [{ http_req_durations: ['p(95)<500'] }, 'threshold on "http_req_durations"'],
    [{ 'http_req_duration{status:200}': ['p(95)<500'] }, 'http_req_duration{status:200}'],
    [{ http_req_duration: ['p95<500'] }, 'cannot judge http_req_duration: "p95<500"'],
    [{ checks: ['avg>1'] }, 'cannot judge checks: "avg>1"'],
  ])('refuse what they do not know: %j', (thresholds, message) => {
    expect(() => judge(thresholds, slowTail)).toThrow(message);
  });
});
