/** Does it leak? A usual load for hours: memory, connections and queues must not creep up. */
import type { Options } from 'k6/options';
import { routes, visit } from './journey.ts';
import { thresholds } from './thresholds.ts';

export const options: Options = {
  stages: [
    { duration: '5m', target: 30 },
    { duration: '4h', target: 30 },
    { duration: '5m', target: 0 },
  ],
  thresholds: thresholds(routes),
};

export default function soak(): void {
  visit(10);
}
