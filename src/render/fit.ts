/** What Prettier is told in the services: `.prettierrc.json` of the base. */
const widest = 100;

/**
 * A construct of TypeScript as Prettier prints it: on one line when that is narrow enough, otherwise
 * over several, one item each. It is written over several lines, with a comma behind the last item.
 *
 * @param broken - whole lines, each with its line break
 * @returns whole lines
 */
export function fit(broken: string): string {
  const line = flat(broken);
  return line.length <= widest && !broken.includes('//') ? `${line}\n` : broken;
}

/** The lines joined: nothing inside of parentheses, brackets and angles, a space inside of braces. */
function flat(broken: string): string {
  const [first = '', ...rest] = broken.replace(/\n$/, '').split('\n');
  return rest
    .map((line) => line.trim())
    .reduce((joined, line) => {
      const closes = /^[)\]}>]/.exec(line)?.[0];
      const before = closes === undefined ? joined : joined.replace(/,$/, '');
      const tight = closes === undefined ? /[([<]$/.test(before) : closes !== '}';
      return `${before}${tight || line.startsWith('.') ? '' : ' '}${line}`;
    }, first);
}
