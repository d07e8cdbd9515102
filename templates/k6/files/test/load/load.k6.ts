/** Does it bear a usual busy hour? Visitors come, stay and go; one visit in ten goes the whole way. */
import type { Options } from 'k6/options';
import { routes, visit } from './journey.ts';
import { thresholds } from './thresholds.ts';

export const options: Options = {
  stages: [
    { duration: '2m', target: 50 },
    { duration: '10m', target: 50 },
    { duration: '2m', target: 0 },
  ],
  thresholds: thresholds(routes),
};

export default function load(): void {
  visit(10);
}
