import { asciiJson } from './ascii-json.ts';
import { gzip } from './gzip.ts';

/**
 * The ancestor of one merged file as `.plinth/base` keeps it: a gzip member with one line of JSON.
 * Members that follow one another are one gzip file (RFC 1952, 2.2), so that joining them is enough
 * to write an archive, and unpacking it gives a line a file.
 *
 * @param path - the file's path in the service
 * @param bytes - UTF-8
 */
export function baseMember(path: string, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return gzip(`${asciiJson([path, text])}\n`);
}
