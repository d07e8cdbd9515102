/** Where does it break, and does it recover? More visitors each step, then a few again. */
import type { Options } from 'k6/options';
import { routes, visit } from './journey.ts';
import { thresholds } from './thresholds.ts';

export const options: Options = {
  stages: [
    { duration: '2m', target: 100 },
    { duration: '3m', target: 200 },
    { duration: '3m', target: 400 },
    { duration: '3m', target: 800 },
    { duration: '2m', target: 50 },
    { duration: '3m', target: 50 },
  ],
  thresholds: thresholds(routes),
};

export default function stress(): void {
  visit(10);
}
