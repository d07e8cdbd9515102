/** A question in the form that inquirer has in common from version 9, which plop brings, to 14. */

export interface Choice {
  readonly name: string;
  readonly value: string;
  readonly checked?: boolean;
  /** Shown for the choice under the cursor, where inquirer is new enough. */
  readonly description?: string;
}

interface Asked<A> {
  /** Where the answer goes; a dot steps into an object. */
  readonly name: string;
  readonly message: string;
  readonly when?: (answers: A) => boolean;
}

export interface TextQuestion<A> extends Asked<A> {
  readonly type: 'input';
  readonly default: string;
  /** True, or what is wrong with the text. */
  readonly validate: (text: string) => true | string;
}

export interface ListQuestion<A> extends Asked<A> {
  readonly type: 'list' | 'checkbox';
  readonly choices: readonly Choice[];
  readonly default?: string;
  /** Whether the cursor goes round from the last choice to the first. */
  readonly loop: false;
}

export type Question<A> = TextQuestion<A> | ListQuestion<A>;
