import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Repository } from '../repo/open-repository.ts';
import { resolve } from '../selection/resolve.ts';

/**
 * Refuses a plinth.json that asks for what the pack does not offer, or not any more.
 *
 * @param next - the command that takes the corrected plinth.json
 * @throws PlinthError what `resolve` throws, with the line of plinth.json
 */
export function assertOffered(
  { fs, root, answers }: Pick<Repository, 'fs' | 'root' | 'answers'>,
  pack: Pack,
  next: 'apply' | 'update',
): void {
  try {
    resolve(pack, answers);
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    const text = Buffer.from(fs.readFile(`${root}/plinth.json`)).toString('utf8');
    throw new PlinthError(error.code, error.message, {
      path: 'plinth.json',
      line: lineOf(text, error.message),
      hint: `${error.hint ?? ''} Take it out of plinth.json, or write what there is, and run plinth ${next}.`,
      cause: error,
    });
  }
}

/** The line of what an error quotes first: a practice, a module, or an option as `cache.tiers`. */
function lineOf(text: string, message: string): number | undefined {
  const [, name = ''] = /"([a-z0-9.-]+)"/.exec(message) ?? [];
  const keys = name.split('.').map((key) => `"${key}"\\s*:`);
  const found = new RegExp(`^.*?"(?:practices|modules)".*?${keys.join('.*?')}`, 's').exec(text);
  return found?.[0].split('\n').length;
}
