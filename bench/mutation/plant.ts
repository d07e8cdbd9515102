import type { SourceFile } from '../../src/pack/files.ts';
import type { Mutant } from './mutant.ts';

/**
 * The sources of a pack with one defect in them.
 *
 * @throws Error when the text to replace does not stand in the file exactly once: templates moved on,
 * and the mutant no longer says what it meant to say
 */
export function planted(sources: readonly SourceFile[], mutant: Mutant): readonly SourceFile[] {
  const { id, file, find, replace } = mutant;
  const source = sources.find(({ path }) => path === file);
  if (!source) throw new Error(`${id}: expected templates/${file}, found no such file`);
  const parts = source.bytes.toString('utf8').split(find);
  if (parts.length !== 2) {
    throw new Error(
      `${id}: expected its text once in templates/${file}, found it ${parts.length - 1} times`,
    );
  }
  const changed = { ...source, bytes: Buffer.from(parts.join(replace)) };
  return sources.map((one) => (one === source ? changed : one));
}
