import { holds } from '../pack/condition.ts';
import { modulePlaceholder, type Expression, type PackFile } from '../pack/pack.ts';
import { stretchesOf, type CallHelper, type Ground, type Stretch } from '../render/fill.ts';
import { helpersFor } from '../render/helpers.ts';
import { moduleFilling } from '../render/module-helpers.ts';
import { newReadLog } from '../render/reads.ts';
import { factsOf, whyHolds } from './explain-because.ts';
import type { SharedInput } from './explain-shared.ts';
import { slotOrigins } from './explain-slot.ts';
import type { Origin } from './explanation.ts';

/** A file of the pack that is rendered to a path of the repository. */
export interface RenderedFrom {
  readonly practice: string;
  readonly file: PackFile;
  /** The module that it is rendered for. */
  readonly module: string | undefined;
}

/** The file of the pack that a path is rendered from; `undefined`: a shared file, or none. */
export function fileAt({ pack, selection }: SharedInput, path: string): RenderedFrom | undefined {
  for (const practice of selection.practices.keys()) {
    for (const file of pack.practices.get(practice)?.files ?? []) {
      if (!holds(file.when, selection)) continue;
      if (!file.perModule && file.path === path) return { practice, file, module: undefined };
      if (!file.perModule) continue;
      const module = [...selection.shapes.keys()].find(
        (name) => file.path.replaceAll(modulePlaceholder, name) === path,
      );
      if (module !== undefined) return { practice, file, module };
    }
  }
  return undefined;
}

/** Why a whole file is there, and who has a part in it. */
export function fileOrigins(input: SharedInput, from: RenderedFrom): readonly Origin[] {
  const slots = stretchesIn(input, from).flatMap(({ grounds }) => slotsIn(grounds));
  return [
    fileOrigin(input, from),
    ...[...new Set(slots)].flatMap((slot) => slotOrigins(input, slot)),
  ];
}

function fileOrigin({ selection }: SharedInput, { practice, file, module }: RenderedFrom): Origin {
  return {
    practice,
    source: file.source,
    what: [file.content.kind === 'static' ? 'a file that is copied' : 'a template'],
    because: [
      ...whyHolds(practice, file.when, selection),
      ...(module === undefined ? [] : [`plinth.json has the module ${module}`]),
    ],
  };
}

/**
 * Why some lines of a file's text are there.
 *
 * @param from - from {@link fileAt}
 * @param first - of the rendered text, counted from 1
 * @param last - included
 * @returns none when the file of the pack ends above them
 */
export function lineOrigins(
  input: SharedInput,
  from: RenderedFrom,
  first: number,
  last: number,
): readonly Origin[] {
  const whole = fileOrigin(input, from);
  const stretches = stretchesIn(input, from);
  const touched = within(stretches, first, last);
  const slots = touched.flatMap(({ grounds, lines }) =>
    slotsIn(grounds).flatMap((slot) => slotOrigins(input, slot, lines)),
  );
  if (slots.length > 0) return slots;
  const height = stretches
    .map(({ text }) => text)
    .join('')
    .split('\n').length;
  if (touched.length === 0 && first >= height) return [];
  const asked = { practice: from.practice, selection: input.selection, call: callOf(input, from) };
  const facts = touched.flatMap(({ grounds }) =>
    grounds.flatMap((ground) => factsOf(expressionOf(ground), asked)),
  );
  return [{ ...whole, because: [...new Set([...whole.because, ...facts])] }];
}

function stretchesIn(input: SharedInput, from: RenderedFrom): readonly Stretch[] {
  const { content, source } = from.file;
  if (content.kind === 'static') {
    return [{ text: Buffer.from(content.bytes).toString('utf8'), grounds: [] }];
  }
  const call = callOf(input, from);
  const shape = from.module === undefined ? undefined : input.selection.shapes.get(from.module);
  return stretchesOf(
    content.nodes,
    shape ? moduleFilling(shape, source, call) : { call, items: () => [] },
  );
}

function callOf(input: SharedInput, { practice, file: { source } }: RenderedFrom): CallHelper {
  return helpersFor({ ...input, practice, source, reads: newReadLog(), owners: new Set() });
}

interface Touched {
  readonly grounds: readonly Ground[];
  /** What of the stretch stands on the lines, without the space around it. */
  readonly lines: ReadonlySet<string>;
}

function within(stretches: readonly Stretch[], first: number, last: number): readonly Touched[] {
  let line = 1;
  return stretches.flatMap(({ text, grounds }): readonly Touched[] => {
    const all = text.split('\n');
    const start = line;
    line += all.length - 1;
    const lines = all
      .filter((content, at) => content !== '' && start + at >= first && start + at <= last)
      .map((content) => content.trim());
    return lines.length === 0 ? [] : [{ grounds, lines: new Set(lines) }];
  });
}

function expressionOf(ground: Ground): Expression {
  return ground.kind === 'choice' ? ground.test : ground.of;
}

function slotsIn(grounds: readonly Ground[]): readonly string[] {
  return grounds.flatMap((ground) => {
    const expression = expressionOf(ground);
    if (typeof expression === 'string' || expression.helper !== 'slot') return [];
    const [name] = expression.args;
    return ground.kind === 'value' && typeof name === 'string' ? [name] : [];
  });
}
