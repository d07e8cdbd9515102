import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { realFileSystem } from './file-system.ts';
import { readBase } from './read-base.ts';
import type { DeclaredRenames } from './renames.ts';

/** An edit of one file of the repository, chosen by number. */
export interface RandomEdit {
  readonly file: number;
  readonly kind:
    'insert' | 'delete line' | 'delete' | 'crlf' | 'chmod' | 'append' | 'reorder' | 'own file';
  readonly at: number;
  readonly token: string;
}

/** Any edit of any file. */
export const anyEdit: fc.Arbitrary<RandomEdit> = fc.record({
  file: fc.nat(10_000),
  kind: fc.constantFrom(
    'insert',
    'delete line',
    'delete',
    'crlf',
    'chmod',
    'append',
    'reorder',
    'own file',
  ),
  at: fc.nat(10_000),
  token: fc.integer({ min: 10_000_000, max: 99_999_999 }).map((number) => `mine${String(number)}`),
});

/**
 * Makes an edit, and returns what has to be true of it for as long as it is not taken back.
 *
 * @param taken - files that have an edit already: two of one file may undo each other
 * @param renames - of a newer version of the pack, which the repository may come to have
 */
export function makeEdit(
  root: string,
  base: string,
  edit: RandomEdit,
  taken: Set<string>,
  renames: DeclaredRenames = {},
): (() => void) | undefined {
  const files = [...readBase(realFileSystem, root)].filter(
    ([path, { ownership }]) =>
      ownership === 'merged' && !taken.has(path) && existsSync(join(root, path)),
  );
  const [path = '', file] = files[edit.file % files.length] ?? [];
  if (!file) return undefined;
  const renamed = renames[path] ?? path;
  taken.add(path).add(renamed);
  const always = file.owners.join() === base && !file.required;
  const full = join(root, path);
  const stands = (): string => (existsSync(full) ? full : join(root, renamed));
  const text = readFileSync(full, 'utf8');
  const lines = text.split('\n');
  const at = edit.at % Math.max(1, lines.length - 1);
  if (edit.kind === 'own file') {
    const own = join(root, `${edit.token}.txt`);
    writeFileSync(own, edit.token);
    return () => {
      expect(readFileSync(own, 'utf8')).toBe(edit.token);
    };
  }
  if (edit.kind === 'delete') {
    // What a practice brings comes back with it, and what is required at once.
    if (!always) return undefined;
    rmSync(full);
    return () => {
      expect(existsSync(stands()), `${path} stays deleted`).toBe(false);
    };
  }
  if (edit.kind === 'crlf') {
    if (!always || text.includes('\r') || !text.endsWith('\n')) return undefined;
    writeFileSync(full, text.replaceAll('\n', '\r\n'));
    return () => {
      if (existsSync(stands())) expect(readFileSync(stands(), 'utf8'), path).not.toMatch(/[^\r]\n/);
    };
  }
  if (edit.kind === 'chmod') {
    const mode = (statSync(full).mode & 0o111) === 0 ? 0o755 : 0o644;
    chmodSync(full, mode);
    return () => {
      expect(statSync(stands()).mode & 0o777, path).toBe(mode);
    };
  }
  if (edit.kind === 'reorder') return reorder(full, path);
  if (edit.kind === 'delete line') {
    const [line = ''] = lines.splice(at, 1);
    if (line.trim() === '' || /["{}[\]:]/.test(line)) return undefined;
    writeFileSync(full, lines.join('\n'));
    return undefined;
  }
  const inserted = insertedLine(path, edit.token);
  if (inserted === undefined) return undefined;
  lines.splice(edit.kind === 'append' ? lines.length - 1 : at, 0, inserted);
  const edited = path.endsWith('.json') ? withKey(text, edit.token) : lines.join('\n');
  writeFileSync(full, edited);
  return () => {
    expect(readFileSync(stands(), 'utf8'), path).toContain(edit.token);
  };
}

/** A line that people may add anywhere in such a file. */
function insertedLine(path: string, token: string): string | undefined {
  if (/\.(?:ts|js|mjs)$/.test(path)) return `// ${token}`;
  if (/\.(?:ya?ml|json)$|ignore$|env\.example$|Dockerfile$|^\.\w+$/.test(path)) return `# ${token}`;
  return path.endsWith('.md') ? `${token}.` : undefined;
}

function withKey(text: string, token: string): string {
  const value = JSON.parse(text) as object;
  return Array.isArray(value) ? text : `${JSON.stringify({ ...value, [token]: token }, null, 4)}\n`;
}

/** The keys of a JSON file the other way round. */
function reorder(full: string, path: string): (() => void) | undefined {
  if (!path.endsWith('.json')) return undefined;
  const value = JSON.parse(readFileSync(full, 'utf8')) as object;
  const reversed = Object.entries(value).reverse();
  writeFileSync(full, JSON.stringify(Object.fromEntries(reversed), null, 3));
  return () => {
    if (!existsSync(full)) return;
    const kept = Object.keys(JSON.parse(readFileSync(full, 'utf8')) as object);
    const expected = reversed.map(([key]) => key).filter((key) => kept.includes(key));
    expect(
      kept.filter((key) => expected.includes(key)),
      path,
    ).toEqual(expected);
  };
}
