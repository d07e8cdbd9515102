import type { SharedFile } from '../pack/pack.ts';
import { keyAtLine, keysOf, namedKey, variablesIn } from './explain-key.ts';
import { renderedLine } from './explain-line.ts';
import { sharedOrigins, type SharedInput } from './explain-shared.ts';
import type { Origin, Target } from './explanation.ts';

/**
 * Why a shared file, a key or a line of it is there.
 *
 * @param text - as it is rendered
 * @param standing - as it stands
 * @returns none for what people added themselves
 */
export function originsInShared(
  input: SharedInput,
  { writer }: SharedFile,
  { key, line }: Target,
  text: string,
  standing: string,
): readonly Origin[] {
  const whole = sharedOrigins(input, writer, []);
  if (key === undefined && line === undefined) return whole;
  const at = renderedLine(text, standing, line ?? 0);
  // A brace or an empty line is everybody's.
  const everybodys = at === undefined ? [] : whole;
  if (!['package', 'env', 'compose'].includes(writer)) {
    const name = key ?? (at === undefined ? undefined : listedName(text.split('\n')[at - 1] ?? ''));
    return name === undefined ? everybodys : sharedOrigins(input, writer, [name]);
  }
  const keys = writer === 'env' ? variablesIn : keysOf;
  const asked = key ?? keyAtLine(keys(standing), line ?? 0)?.key.join('.');
  if (asked === undefined) return everybodys;
  const placed = namedKey(keys(text), asked);
  return placed ? nearestOrigins(input, writer, placed.key) : [];
}

/** Of the key itself, or of the nearest above it that somebody gives: the engine fills in what follows. */
function nearestOrigins(
  input: SharedInput,
  writer: SharedFile['writer'],
  key: readonly string[],
): readonly Origin[] {
  const origins = sharedOrigins(input, writer, key);
  return origins.length > 0 || key.length < 2
    ? origins
    : nearestOrigins(input, writer, key.slice(0, -1));
}

/** The practice or module that a line of a generated list is about. */
function listedName(line: string): string | undefined {
  return (
    /\/(?:practices|modules)\/([^/]+)\//.exec(line)?.[1] ?? /^\s+'?([\w-]+)'?: \[/.exec(line)?.[1]
  );
}
