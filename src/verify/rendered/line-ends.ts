import type { Check } from './check.ts';
import { fileCheck } from './file-check.ts';

/** Lines end with a line feed, the last one too, and no mark of the byte order stands in front. */
export function lineEnds(): Check {
  return fileCheck('line ends', ({ text }) => [
    ...(text.includes('\r') ? ['has a carriage return'] : []),
    ...(text.startsWith('\u{feff}') ? ['begins with a byte order mark'] : []),
    ...(text !== '' && !text.endsWith('\n') ? ['does not end with a line feed'] : []),
    ...(text.endsWith('\n\n') ? ['ends with an empty line'] : []),
  ]);
}
