import { visit, type JSONPath } from 'jsonc-parser';

/** A key that an object has more than once, and the line of a later place, counted from 1. */
export interface RepeatedKey {
  readonly key: string;
  readonly line: number;
}

/**
 * Finds the keys that an object of a JSON text has more than once. `JSON.parse` keeps the last one in
 * silence, which is what becomes of a merge where both sides were taken.
 *
 * @param text - comments may stand in it
 */
export function repeatedKeys(text: string): readonly RepeatedKey[] {
  const repeated: RepeatedKey[] = [];
  const keys = new Map<string, Set<string>>();
  const mapAt = (path: JSONPath): string => JSON.stringify(path);
  visit(text, {
    onObjectBegin: (_offset, _length, _line, _character, path) => {
      keys.set(mapAt(path()), new Set());
    },
    onObjectProperty: (key, _offset, _length, line, _character, path) => {
      const seen = keys.get(mapAt(path()));
      if (seen?.has(key)) repeated.push({ key, line: line + 1 });
      seen?.add(key);
    },
  });
  return repeated;
}
