import type { Place, Value } from './value.ts';

/**
 * One change to the user's file. Places are those of the file before any edit; the list is in the order
 * of the file, so that applying it from its end keeps every place right.
 */
export type Edit =
  | { readonly kind: 'set'; readonly at: Place; readonly from: Place; readonly value: Value }
  | { readonly kind: 'remove'; readonly at: Place }
  | {
      readonly kind: 'insert';
      /** The map or list. */
      readonly into: Place;
      /** The new key; a list has none. */
      readonly key: string | undefined;
      /** The sibling to stand behind; absent: first. */
      readonly after: string | number | undefined;
      /** Where the template has it. */
      readonly from: Place;
      readonly value: Value;
    };

/** An edit, or what an edit would be if it did not undo one of the user's. */
export interface Proposal {
  readonly edit: Edit;
  /** Why it may not be made; absent: it may. */
  readonly conflict?: string | undefined;
}
