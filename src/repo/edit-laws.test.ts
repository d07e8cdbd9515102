import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../pack/load.ts';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack, scratchFolder } from '../pack/testing.ts';
import type { RequestedPractices } from '../selection/answers.ts';
import { anyRequest } from '../selection/testing.ts';
import { realFileSystem } from './file-system.ts';
import { readBase } from './read-base.ts';
import { snapshot } from './snapshot.ts';
import { changeTo, createAt, planFor } from './testing-repository.ts';

/**
 * Laws 1, 3 and 6 with edits of people: whatever they did, a change of the practices keeps it, or names
 * the path and writes nothing.
 */

const builtIn = join(import.meta.dirname, '../../templates');
const more = Number(process.env['PLINTH_RUNS'] ?? 0);

/** An edit of one file of the repository, chosen by number. */
interface Edit {
  readonly file: number;
  readonly kind:
    'insert' | 'delete line' | 'delete' | 'crlf' | 'chmod' | 'append' | 'reorder' | 'own file';
  readonly at: number;
  readonly token: string;
}

const anyEdit: fc.Arbitrary<Edit> = fc.record({
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
 */
function make(
  root: string,
  base: string,
  edit: Edit,
  taken: Set<string>,
): (() => void) | undefined {
  const files = [...readBase(realFileSystem, root)].filter(
    ([path, { ownership }]) =>
      ownership === 'merged' && !taken.has(path) && existsSync(join(root, path)),
  );
  const [path = '', file] = files[edit.file % files.length] ?? [];
  if (!file) return undefined;
  taken.add(path);
  const always = file.owners.join() === base && !file.required;
  const full = join(root, path);
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
      expect(existsSync(full), `${path} stays deleted`).toBe(false);
    };
  }
  if (edit.kind === 'crlf') {
    if (!always || text.includes('\r') || !text.endsWith('\n')) return undefined;
    writeFileSync(full, text.replaceAll('\n', '\r\n'));
    return () => {
      if (existsSync(full)) expect(readFileSync(full, 'utf8'), path).not.toMatch(/[^\r]\n/);
    };
  }
  if (edit.kind === 'chmod') {
    const mode = (statSync(full).mode & 0o111) === 0 ? 0o755 : 0o644;
    chmodSync(full, mode);
    return () => {
      expect(statSync(full).mode & 0o777, path).toBe(mode);
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
    expect(readFileSync(full, 'utf8'), path).toContain(edit.token);
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

describe.each([
  { name: 'a small pack', load: loadSmallPack, runs: 60 },
  { name: 'the built-in pack', load: () => loadPack(builtIn), runs: 6 },
])('of $name', ({ load, runs }) => {
  const pack = load();
  const numRuns = Math.max(more, runs);

  test(
    'every edit is kept through changes of the practices, or the path is named and nothing written',
    { timeout: 600_000 },
    async () => {
      const root = join(scratchFolder(), 'svc');
      let changes = 0;
      await fc.assert(
        fc.asyncProperty(
          anyRequest(pack),
          fc.array(anyEdit, { minLength: 1, maxLength: 8 }),
          fc.array(anyRequest(pack), { minLength: 1, maxLength: 2 }),
          async (first, edits, later) => {
            createAt(root, pack, first);
            const taken = new Set<string>();
            const holds = edits.map((edit) => make(root, pack.base, edit, taken));
            for (const request of later) {
              if (await changed(root, pack, request)) changes += 1;
              for (const hold of holds) hold?.();
            }
            await expectIdempotent(root, pack, later.at(-1) ?? {});
          },
        ),
        { numRuns },
      );
      expect(changes).toBeGreaterThan(numRuns / 4);
    },
  );
});

/** Changes the practices; a conflict names its path, and leaves every byte as it is. */
async function changed(root: string, pack: Pack, request: RequestedPractices): Promise<boolean> {
  const { plan } = await planFor(root, pack, request);
  const conflicts = plan.actions.filter(({ kind }) => kind === 'conflict');
  if (conflicts.length === 0) {
    await changeTo(root, pack, request);
    return true;
  }
  const before = snapshot(root);
  await expect(changeTo(root, pack, request)).rejects.toMatchObject({
    code: 'PLINTH_CONFLICT',
    path: conflicts[0]?.path,
  });
  expect(snapshot(root)).toEqual(before);
  return false;
}

/** Law 2, edited: what was changed once is not changed again. */
async function expectIdempotent(
  root: string,
  pack: Pack,
  request: RequestedPractices,
): Promise<void> {
  const { plan } = await planFor(root, pack, request);
  if (plan.actions.some(({ kind }) => kind === 'conflict')) return;
  await changeTo(root, pack, request);
  const { written, removed } = await changeTo(root, pack, request);
  expect([written, removed]).toEqual([[], []]);
}
