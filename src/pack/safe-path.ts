import { PlinthError } from './error.ts';

const windowsDevice = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const ascii = /^[\x20-\x7e]*$/;
const unportable = /[\u0000-\u001f\u007f<>:"|?*\\]/;

/**
 * Why `path` may not be written, or `undefined` when it may: it must be relative, stay inside, keep
 * clear of `.git`, and mean the same file on Linux, macOS and Windows.
 */
export function unsafePathReason(path: string): string | undefined {
  if (path === '' || path.length > 400) return 'is empty or longer than 400 characters';
  if (path.startsWith('/')) return 'is absolute';
  if (unportable.test(path)) return 'has a character that Windows refuses';
  if (!ascii.test(path) && path !== path.normalize('NFC')) return 'is not in Unicode normal form C';
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return 'has an empty, "." or ".." part';
    if (/[. ]$/.test(part)) return `has a part that ends in a dot or space`;
    if (windowsDevice.test(part)) return `has the Windows device name "${part}"`;
    if (/^(?:\.git|git~\d+)$/i.test(part)) return 'reaches into .git';
    if (/^(?:__proto__|constructor|prototype)$/.test(part)) return `has the part "${part}"`;
  }
  return undefined;
}

/** @throws PlinthError `PLINTH_PATH_UNSAFE` when {@link unsafePathReason} has a reason. */
export function assertSafePath(path: string, from: string): void {
  const reason = unsafePathReason(path);
  if (reason === undefined) return;
  throw new PlinthError('PLINTH_PATH_UNSAFE', `the path ${JSON.stringify(path)} ${reason}`, {
    path: from,
    hint: 'Give the file another name.',
  });
}
