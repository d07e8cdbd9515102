/**
 * Why the rendering of today can differ from that of then: the templates have changed, or only
 * plinth.json has been edited and not yet applied.
 */
export type Mover = 'templates' | 'plinth.json';

/** What is said of it. */
export interface Wording {
  readonly changed: string;
  readonly fresh: string;
  /** What takes it. */
  readonly command: string;
}

/** What is said by what has moved. */
export const wordings: Readonly<Record<Mover, Wording>> = {
  templates: {
    changed: 'the template has changed',
    fresh: 'new in the template',
    command: 'plinth update',
  },
  'plinth.json': {
    changed: 'plinth.json asks for something else',
    fresh: 'plinth.json asks for it',
    command: 'plinth apply',
  },
};
