import fc from 'fast-check';
import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { formatOf, mergeText, type MergedText } from './merge-text.ts';
import { pointerOf, type Place, type Value } from './value.ts';

/** Random edits of both sides: every one of them is in the result, or a conflict is reported. */

const numRuns = Number(process.env['PLINTH_RUNS'] ?? 300);

type Json = string | number | boolean | JsonList | JsonMap;
type JsonList = readonly Json[];

interface JsonMap {
  readonly [key: string]: Json;
}

const isList = (value: Json): value is JsonList => Array.isArray(value);

const key = fc.constantFrom('a', 'b', 'c', 'image', 'on', 'name', 'x-y', 'no', '1');
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom('x', 'y z', 'on', '- no', '#', '1.2', 'a: b', ''),
  fc.integer({ min: 0, max: 99 }),
  fc.boolean(),
);
const item = fc.record({ name: fc.constantFrom('n1', 'n2', 'n3', 'n4'), run: scalar });
const document = fc.letrec<{ readonly map: Json; readonly value: Json }>((tie) => ({
  map: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    tie('map'),
    fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 3 }),
  ),
})).map;

/** An edit of a value: where its keys and items are walked, what is met there is changed. */
const edit = fc.record({
  path: fc.array(fc.nat(5), { maxLength: 3 }),
  what: fc.constantFrom('set', 'delete', 'add'),
  name: key,
  value: scalar,
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function edited(value: Json, { path, what, name, value: fresh }: Edit): Json {
  const [step, ...rest] = path;
  if (typeof value !== 'object' || isList(value)) {
    if (!isList(value) || step === undefined || value.length === 0) return value;
    const index = step % value.length;
    if (what === 'delete' && rest.length === 0) return value.filter((_, at) => at !== index);
    return value.map((inner: Json, at) => (at === index ? editedItem(inner, fresh) : inner));
  }
  const keys = Object.keys(value);
  const at = step === undefined ? undefined : keys[step % Math.max(1, keys.length)];
  if (what === 'add' && rest.length === 0)
    return Object.hasOwn(value, name) ? value : { ...value, [name]: fresh };
  if (at === undefined) return value;
  const inner = value[at] ?? '';
  if (rest.length > 0)
    return { ...value, [at]: edited(inner, { path: rest, what, name, value: fresh }) };
  if (what === 'set') return { ...value, [at]: fresh };
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== at));
}

/** The name stays, so that the item is the same one. */
function editedItem(inner: Json, run: Json): Json {
  return { ...(inner as JsonMap), run };
}

/** How people write the same thing differently. */
interface Style {
  readonly indent: number;
  readonly reversed: boolean;
  readonly comment: boolean;
}

const style = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  reversed: fc.boolean(),
  comment: fc.boolean(),
});

function inOrder(value: Json, reversed: boolean): Json {
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map((inner: Json) => inOrder(inner, reversed));
  const entries = Object.entries(value).map(([name, inner]) => [name, inOrder(inner, reversed)]);
  return Object.fromEntries(reversed ? entries.reverse() : entries) as JsonMap;
}

const writers = {
  'a.json': (value: Json, { indent, reversed, comment }: Style): string => {
    const text = `${JSON.stringify(inOrder(value, reversed), null, indent)}\n`;
    return comment ? text.replace(/(?<=\n)/, '// the user’s\n') : text;
  },
  'a.yaml': (value: Json, { indent, reversed, comment }: Style): string => {
    const text = stringify(inOrder(value, reversed), { indent });
    return comment ? `# the user’s\n${text}` : text;
  },
} as const;

describe.each(Object.entries(writers))('%s', (path, write) => {
  test('no edit is lost: it is in the result, or there is a conflict', () => {
    const plain: Style = { indent: 2, reversed: false, comment: false };
    let clean = 0;
    fc.assert(
      fc.property(
        document,
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        style,
        (base, theirs, own, written) => {
          const next = theirs.reduce(edited, base);
          const ours = own.reduce(edited, base);
          const texts = {
            base: write(base, plain),
            next: write(next, plain),
            ours: write(ours, written),
          };
          const result = mergeText(path, texts);
          if (result.kind === 'conflict') return;
          clean += 1;
          if (written.comment) expect(result.text).toContain('the user’s');
          expectEdits(path, texts, result);
        },
      ),
      { numRuns },
    );
    // Most edits have nothing to do with each other.
    expect(clean).toBeGreaterThan(numRuns / 4);
  });
});

/** Every leaf that one side alone changed is as that side has it. */
function expectEdits(
  path: string,
  texts: { readonly base: string; readonly next: string; readonly ours: string },
  result: Extract<MergedText, { kind: 'merged' }>,
): void {
  const [base, next, ours, found] = [texts.base, texts.next, texts.ours, result.text].map((text) =>
    leavesOf(path, text),
  ) as [Leaves, Leaves, Leaves, Leaves];
  for (const at of new Set([...base.keys(), ...next.keys(), ...ours.keys(), ...found.keys()])) {
    const [b, n, o] = [base.get(at), next.get(at), ours.get(at)];
    if (b === n) expect(found.get(at), `${at}: ours`).toBe(o);
    else if (b === o && !result.reports.some((report) => report.includes('deleted by you'))) {
      expect(found.get(at), `${at}: next`).toBe(n);
    } else if (b !== o) {
      // Both changed it: alike, or it was deleted by the user and that is said.
      expect([n, o], `${at}: both`).toContain(found.get(at));
    }
  }
}

type Leaves = ReadonlyMap<string, string>;

/** Pointer → scalar; an item of a list is found by its name. */
function leavesOf(path: string, text: string): Leaves {
  const leaves = new Map<string, string>();
  const walk = (value: Value, at: Place): void => {
    if (value.kind === 'leaf') leaves.set(pointerOf(at), value.text);
    else if (value.kind === 'map')
      for (const [name, inner] of value.entries) walk(inner, [...at, name]);
    else {
      for (const inner of value.items) {
        const name = inner.kind === 'map' ? inner.entries.get('name') : undefined;
        walk(inner, [...at, name?.kind === 'leaf' ? name.text : '?']);
      }
    }
  };
  const value = formatOf(path)?.parse(text);
  if (!value) throw new Error(`no structure:\n${text}`);
  walk(value, []);
  return leaves;
}

test('lines: what one side inserted or deleted is so in the result, or there is a conflict', () => {
  const line = fc.nat(400);
  const changes = fc.array(fc.record({ at: fc.nat(30), add: fc.boolean() }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.uniqueArray(line, { maxLength: 12 }), changes, changes, (base, theirs, own) => {
      const apply = (side: string, edits: typeof own): readonly string[] =>
        edits.reduce<readonly string[]>(
          (lines, { at, add }, index) => {
            const place = at % (lines.length + 1);
            return add
              ? [...lines.slice(0, place), `${side}${index}`, ...lines.slice(place)]
              : lines.filter((_, other) => other !== place);
          },
          base.map((number) => `line ${number}`),
        );
      const text = (lines: readonly string[]): string => lines.map((each) => `${each}\n`).join('');
      const [before, next, ours] = [apply('', []), apply('next', theirs), apply('ours', own)];
      const result = mergeText('a.ts', { base: text(before), next: text(next), ours: text(ours) });
      if (result.kind === 'conflict') return;
      const found = result.text.split('\n').slice(0, -1);
      const expected = new Set([
        ...before.filter((each) => next.includes(each) && ours.includes(each)),
        ...[...next, ...ours].filter((each) => !before.includes(each)),
      ]);
      expect([...found].sort()).toEqual([...expected].sort());
    }),
    { numRuns },
  );
});
