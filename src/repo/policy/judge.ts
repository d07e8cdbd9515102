import semver from 'semver';
import type { Pack } from '../../pack/pack.ts';
import type { Policy } from '../../pack/policy-schema.ts';
import type { Selection } from '../../selection/resolve.ts';
import type { Finding } from '../finding.ts';

/** What a repository is, as far as a policy speaks of it. */
export interface Judged {
  readonly selection: Selection;
  /** What it was last rendered with. */
  readonly rendered: Releases;
  /** What an update would render it with. */
  readonly current: Releases;
}

export interface Releases {
  readonly engine: string;
  readonly pack: Pick<Pack, 'version'>;
}

/**
 * Holds a repository against what a policy says of practices, options and versions. Its globs of managed
 * files are the business of `driftOf`.
 *
 * @param policy - whose names were checked against the pack
 * @returns a violation for everything that the policy wants otherwise
 */
export function judge(
  policy: Policy,
  { selection, rendered, current }: Judged,
): readonly Finding[] {
  const { practices, options, minimum } = policy;
  const present = selection.practices;
  return [
    ...practices.required.filter((id) => !present.has(id)).map((id) => required(id)),
    ...practices.forbidden.filter((id) => present.has(id)).map((id) => forbidden(id, selection)),
    ...Object.entries(options).flatMap(([name, allowed]) => {
      const [id = '', option = ''] = name.split('.');
      const value = present.get(id)?.[option];
      return value === undefined || allowed.includes(value)
        ? []
        : [wrongValue(name, value, allowed)];
    }),
    ...tooOld('engine', rendered.engine, current.engine, minimum.engine),
    ...tooOld('pack', rendered.pack.version, current.pack.version, minimum.pack),
  ];
}

function required(id: string): Finding {
  return {
    rule: 'practice-required',
    weight: 'violation',
    path: 'plinth.json',
    key: id,
    practices: [id],
    message: `the policy requires the practice ${id}`,
    hint: `Run plinth add ${id}.`,
  };
}

function forbidden(id: string, { requested, requires }: Selection): Finding {
  const bringers = [...requires].filter(([, needs]) => needs.includes(id)).map(([by]) => by);
  const by = Object.hasOwn(requested, id) ? '' : `, brought along by ${bringers.join(' and ')}`;
  return {
    rule: 'practice-forbidden',
    weight: 'violation',
    path: 'plinth.json',
    key: id,
    practices: [id],
    message: `the policy forbids the practice ${id}${by}`,
    hint: `Run plinth remove ${Object.hasOwn(requested, id) ? id : bringers.join(' ')}.`,
  };
}

function wrongValue(name: string, value: string, allowed: readonly string[]): Finding {
  return {
    rule: 'option-value',
    weight: 'violation',
    path: 'plinth.json',
    key: name,
    practices: [name.split('.')[0] ?? name],
    message: `the policy wants ${name} to be ${allowed.join(' or ')}, and it is ${value}`,
    hint: `Run plinth add ${name}=${allowed[0] ?? ''}.`,
  };
}

function tooOld(
  what: keyof typeof newer,
  version: string,
  current: string,
  minimum: string | undefined,
): readonly Finding[] {
  if (minimum === undefined || reaches(version, minimum)) return [];
  return [
    {
      rule: `${what}-version`,
      weight: 'violation',
      path: 'plinth.lock',
      key: what,
      practices: [],
      message: `rendered with ${what} ${version}, and the policy wants ${minimum} or newer`,
      hint: reaches(current, minimum) ? 'Run plinth update.' : newer[what](current, minimum),
    },
  ];
}

const reaches = (version: string, minimum: string): boolean =>
  semver.valid(version) !== null && semver.gte(version, minimum);

/** What to do where an update would render with what is too old as well. */
const newer = {
  engine: (current: string, minimum: string) =>
    `This is Plinth ${current}: install create-plinth ${minimum} or newer, and run its plinth update.`,
  pack: (current: string, minimum: string) =>
    `This pack is ${current}: get ${minimum} or newer of it, and run plinth update.`,
} as const;
