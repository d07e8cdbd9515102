/** Does it work at all? One visitor, who goes the whole way each time. Run it after every deployment. */
import type { Options } from 'k6/options';
import { routes, visit } from './journey.ts';
import { thresholds } from './thresholds.ts';

export const options: Options = { vus: 1, iterations: 5, thresholds: thresholds(routes) };

export default function smoke(): void {
  visit(1);
}
