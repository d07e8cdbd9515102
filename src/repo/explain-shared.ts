import type { Contribution, Data, Pack, WriterName } from '../pack/pack.ts';
import type { Part } from '../render/contributions.ts';
import type { Selection } from '../selection/resolve.ts';
import { whyHolds } from './explain-because.ts';
import { engineOrigins } from './explain-engine.ts';
import type { Origin } from './explanation.ts';

/** What a shared file is explained from. */
export interface SharedInput {
  readonly pack: Pack;
  readonly selection: Selection;
  /** From `partsOf`. */
  readonly parts: readonly Part[];
}

/** The keys of a contribution that end at a key of a shared file; empty: none of them does. */
type Gives = (contribution: Contribution, key: readonly string[]) => readonly string[];

/**
 * Who put a key into a shared file, or, without a key, everything in it.
 *
 * @param writer - the file's
 * @param key - from the outside in; empty for the whole file
 */
export function sharedOrigins(
  input: SharedInput,
  writer: WriterName,
  key: readonly string[],
): readonly Origin[] {
  const { selection, parts } = input;
  const gives = givers[writer];
  const given = parts
    .filter(({ active }) => active)
    .flatMap(({ practice, contribution }): readonly Origin[] => {
      const keys = gives(contribution, key);
      if (keys.length === 0) return [];
      const because = whyHolds(practice, contribution.when, selection);
      const what = keys.map((name) => `contributes.${name}`);
      return [{ practice, source: `${practice}/practice.yaml`, what, because }];
    });
  const whole = key.length === 0 ? [written(input, writer)] : [];
  return [
    ...whole,
    ...given,
    ...listed(input, writer, key),
    ...engineOrigins(selection, writer, key),
  ];
}

/** The base says that there is such a file, and where. */
function written({ pack, selection }: SharedInput, writer: WriterName): Origin {
  const because = whyHolds(pack.base, [], selection);
  return {
    practice: pack.base,
    source: `${pack.base}/practice.yaml`,
    what: [`writes.${writer}`],
    because,
  };
}

const nothing: Gives = () => [];

const givers: Readonly<Record<WriterName, Gives>> = {
  package: (contribution, key) => {
    const { dependencies, devDependencies, scripts } = contribution;
    const [field, name] = key;
    const sections = {
      dependencies: Object.fromEntries(dependencies.map((id) => [id, true])),
      devDependencies: Object.fromEntries(devDependencies.map((id) => [id, true])),
      scripts,
    } satisfies Readonly<Record<string, Readonly<Record<string, Data>>>>;
    return [
      ...Object.entries(sections)
        .filter(([section]) => field === undefined || field === section)
        .flatMap(([section, content]) => under(content, name === undefined ? [] : [name], section)),
      ...under(contribution.package, key, 'package'),
    ];
  },
  env: ({ env }, key) => under(env, key.slice(0, 1), 'env'),
  compose: ({ compose, env }, key) => {
    const [section, service, field, name] = key;
    const inApp = [section, service, field].every(
      (part, at) => part === undefined || part === ['services', 'app', 'environment'][at],
    );
    const given = Object.fromEntries(
      Object.entries(env).filter(([, variable]) => variable.compose !== undefined),
    );
    return [
      ...under(compose, key, 'compose'),
      ...(inApp ? under(given, name === undefined ? [] : [name], 'env') : []),
    ];
  },
  entries: nothing,
  fixtures: nothing,
  modules: nothing,
  boundaries: nothing,
};

/** What of `content` leads to `key`, or stands below it, as keys of the manifest. */
function under(
  content: Readonly<Record<string, unknown>>,
  key: readonly string[],
  prefix: string,
): readonly string[] {
  const [first, ...rest] = key;
  if (first === undefined) return Object.keys(content).map((name) => `${prefix}.${name}`);
  if (!Object.hasOwn(content, first)) return [];
  const inner = content[first];
  const path = `${prefix}.${first}`;
  if (rest.length === 0 || !isMap(inner)) return [path];
  return under(inner, rest, path);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const listedField: Readonly<Partial<Record<WriterName, 'entry' | 'fixture'>>> = {
  entries: 'entry',
  boundaries: 'entry',
  fixtures: 'fixture',
};

/** The generated lists have a line for each practice that has an entry or a fixture. */
function listed(
  { pack, selection }: SharedInput,
  writer: WriterName,
  [name]: readonly string[],
): readonly Origin[] {
  const field = listedField[writer];
  if (field === undefined) return [];
  return [...pack.practices.values()].flatMap((practice): readonly Origin[] => {
    const { id, [field]: value } = practice;
    if (value === undefined || !selection.practices.has(id)) return [];
    if (name !== undefined && name !== value && name !== id) return [];
    const because = whyHolds(id, [], selection);
    return [{ practice: id, source: `${id}/practice.yaml`, what: [field], because }];
  });
}
