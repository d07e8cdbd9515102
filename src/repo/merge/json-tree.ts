import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Place } from './value.ts';

/** The tree of a text without errors. */
export function rootOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? root : undefined;
}

/** The node at a place. */
export function nodeAt(root: Node, place: Place): Node | undefined {
  return findNodeAtLocation(root, [...place]);
}
