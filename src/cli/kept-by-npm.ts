import { PlinthError } from '../pack/error.ts';
import { shellWord } from '../pack/shell-word.ts';
import type { FlagSpecs } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** What npm itself is asked by these names: `npm create --yes plinth` is about installing Plinth. */
const npmsOwn: ReadonlySet<string> = new Set(['yes', 'json']);

/**
 * Refuses a service that somebody has described to npm: it keeps flags that do not stand behind `--`,
 * and tells of them by variables alone. A dry run would write, and a preset be another one.
 *
 * @param specs - the flags of `create`
 * @param positionals - what npm has handed over
 * @throws PlinthError `PLINTH_SURPLUS_ARGUMENT` with the line to type
 */
export function refuseKeptByNpm(
  specs: FlagSpecs,
  [handed]: readonly string[],
  env: Terminal['env'],
): void {
  if (!['init', 'exec'].includes(env['npm_command'] ?? '')) return;
  // Of `--preset minimal` npm keeps the first half, and hands over the second.
  let directory = handed;
  const kept: string[] = [];
  for (const [name, { value }] of Object.entries(specs)) {
    const off = name.startsWith('no-');
    const known = off ? name.slice('no-'.length) : name;
    const said = env[`npm_config_${known.replaceAll('-', '_')}`];
    if (said === undefined || npmsOwn.has(name)) continue;
    const isSwitched = off ? ['', 'false'].includes(said) : said === 'true';
    if (isSwitched) kept.push(value === undefined ? `--${name}` : `--${name} ${handed ?? value}`);
    else if (value !== undefined && said !== '') kept.push(`--${name} ${shellWord(said)}`);
    if (isSwitched && value !== undefined) directory = undefined;
  }
  if (kept.length === 0) return;
  const line = `npm create plinth@latest ${shellWord(directory ?? 'my-service')} -- ${kept.join(' ')}`;
  throw new PlinthError('PLINTH_SURPLUS_ARGUMENT', `npm has kept ${kept.join(' ')} for itself`, {
    hint: `Flags stand behind "--": ${line}`,
  });
}
