import { sha256 } from '../pack/files.ts';
import type { BaseFile, Found } from './three-way.ts';

/** One path whose state is not what plinth.lock says. */
export interface Drift {
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'mode' | 'not-a-file';
}

/**
 * Compares a worktree with what was rendered into it. Line ends and a byte-order mark are the
 * checkout's business: a file that differs in nothing else, all through, is clean.
 *
 * @param base - from plinth.lock
 * @param worktree - what stands at each of its paths; a missing entry is an absent file
 * @returns managed files that were edited or deleted, and required files that were deleted
 */
export function drift(
  base: ReadonlyMap<string, BaseFile>,
  worktree: ReadonlyMap<string, Found>,
): readonly Drift[] {
  return [...base].flatMap(([path, file]): readonly Drift[] => {
    const found = worktree.get(path) ?? { kind: 'absent' };
    const managed = file.ownership === 'managed';
    if (!managed && !file.required) return [];
    if (found.kind === 'absent') return [{ path, kind: 'missing' }];
    if (found.kind !== 'file') return [{ path, kind: 'not-a-file' }];
    if (!managed) return [];
    if (!isRendered(file, found.bytes)) return [{ path, kind: 'changed' }];
    return found.mode === file.mode ? [] : [{ path, kind: 'mode' }];
  });
}

/** Whether `bytes` are what was rendered, up to a uniform change of line ends or byte-order mark. */
function isRendered(file: BaseFile, bytes: Uint8Array): boolean {
  if (sha256(bytes) === file.sha256) return true;
  const text = Buffer.from(bytes).toString('latin1');
  return bodies(text).some((body) =>
    lineEndings(body).some((variant) => sha256(Buffer.from(variant, 'latin1')) === file.sha256),
  );
}

const byteOrderMark = '\u00ef\u00bb\u00bf';

function bodies(text: string): readonly string[] {
  return text.startsWith(byteOrderMark)
    ? [text, text.slice(byteOrderMark.length)]
    : [text, byteOrderMark + text];
}

/** The text as it would be with the other line end, when it uses one throughout. */
function lineEndings(text: string): readonly string[] {
  const lines = text.split('\n');
  const carriages = lines.slice(0, -1).filter((line) => line.endsWith('\r')).length;
  const inside = text.replaceAll('\r\n', '').includes('\r');
  if (inside) return [text];
  if (carriages === lines.length - 1) return [text, text.replaceAll('\r\n', '\n')];
  return carriages === 0 ? [text, text.replaceAll('\n', '\r\n')] : [text];
}
