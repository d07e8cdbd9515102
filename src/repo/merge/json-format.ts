import { createScanner, type Node } from 'jsonc-parser';
import type { Format } from './format.ts';
import { editJson } from './json-edit.ts';
import { rootOf } from './json-tree.ts';
import type { Value } from './value.ts';

/** JSON, with comments and trailing commas where the user's tools take them. */
export const jsonFormat: Format = {
  parse: (text) => {
    const root = rootOf(text);
    return root && valueOf(root);
  },
  comments,
  edit: editJson,
};

function valueOf(node: Node): Value | undefined {
  const children = node.children ?? [];
  if (node.type === 'object') {
    const entries = new Map<string, Value>();
    for (const { children: [key, child] = [] } of children) {
      const value = child && valueOf(child);
      const name = key?.value as string | undefined;
      if (value === undefined || name === undefined || entries.has(name)) return undefined;
      entries.set(name, value);
    }
    return { kind: 'map', entries };
  }
  if (node.type === 'array') {
    const items = children.map(valueOf);
    return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined;
  }
  return { kind: 'leaf', text: JSON.stringify(node.value) };
}

function comments(text: string): readonly string[] {
  const scanner = createScanner(text);
  const found: string[] = [];
  // Line comments are 12, block comments 13, and 17 is the end: the enum is erased from the types.
  for (let kind = scanner.scan() as number; kind !== 17; kind = scanner.scan() as number) {
    if (kind === 12 || kind === 13) found.push(scanner.getTokenValue().trim());
  }
  return found;
}
