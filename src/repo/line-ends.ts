import { sha256 } from '../pack/files.ts';

/** What a checkout or an editor may change about a whole file without changing its text. */
export interface TextForm {
  readonly byteOrderMark: boolean;
  /** `\r\n` when every line ends so. A text with both keeps its carriage returns: they are edits. */
  readonly lineEnd: '\n' | '\r\n';
}

/** A text without its form: no byte-order mark, `\n` ends the lines. */
export interface NormalText {
  readonly text: string;
  readonly form: TextForm;
}

const mark = '\ufeff';
const markBytes = '\u00ef\u00bb\u00bf';

/**
 * Takes a text out of its form.
 *
 * @returns `undefined` for what is not text: a NUL byte, or not UTF-8
 */
export function normalText(bytes: Uint8Array): NormalText | undefined {
  const text = utf8(bytes);
  if (text === undefined) return undefined;
  const byteOrderMark = text.startsWith(mark);
  const body = byteOrderMark ? text.slice(mark.length) : text;
  const lines = body.split('\n').length - 1;
  const carriages = body.split('\r\n').length - 1;
  const uniform = lines > 0 && carriages === lines;
  return {
    text: uniform ? body.replaceAll('\r\n', '\n') : body,
    form: { byteOrderMark, lineEnd: uniform ? '\r\n' : '\n' },
  };
}

/** Puts a text back into a form. */
export function inForm(text: string, { byteOrderMark, lineEnd }: TextForm): Uint8Array {
  const body = lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd);
  return Buffer.from(byteOrderMark ? mark + body : body);
}

/**
 * Whether `bytes` have the hash, up to a uniform change of line ends or byte-order mark: those are the
 * checkout's business.
 *
 * @param sha256OfText - sha256 (hex) of the file as it was rendered
 */
export function isSameText(sha256OfText: string, bytes: Uint8Array): boolean {
  if (sha256(bytes) === sha256OfText) return true;
  const text = Buffer.from(bytes).toString('latin1');
  return bodies(text).some((body) =>
    lineEndings(body).some((variant) => sha256(Buffer.from(variant, 'latin1')) === sha256OfText),
  );
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function bodies(text: string): readonly string[] {
  return text.startsWith(markBytes)
    ? [text, text.slice(markBytes.length)]
    : [text, markBytes + text];
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
