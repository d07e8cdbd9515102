import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Repository } from './open-repository.ts';
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
      line: lineOf(text, error.answer),
      hint: `${error.hint ?? ''} Take it out of plinth.json, or write what there is, and run plinth ${next}.`,
      cause: error,
    });
  }
}

/** The line of an answer. */
function lineOf(text: string, answer: readonly string[] = []): number | undefined {
  const tree = parseTree(text);
  const value = tree && findNodeAtLocation(tree, [...answer]);
  const key = value?.parent;
  return key && text.slice(0, key.offset).split('\n').length;
}
