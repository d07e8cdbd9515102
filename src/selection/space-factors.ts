import type { Pack, Practice } from '../pack/pack.ts';
import type { RequestedPractices } from './answers.ts';
import { bringsAlong, exclude, type Company } from './space-company.ts';

/** One value of one factor. */
export interface Level {
  readonly factor: number;
  readonly practice: string;
  /** Absent: the practice has no options. */
  readonly option?: string | undefined;
  /** What the option is set to. Absent: the practice is not chosen, or has no options. */
  readonly value?: string | undefined;
  readonly present: boolean;
  /** Who is there with it, and who is not. */
  readonly company: Company;
}

/**
 * The choices that a pack offers, as factors with levels and as pairs of levels that exclude each other.
 * A factor is an option of a practice, or the practice where it has none; to leave the practice out is a
 * level of each. `requires` and `conflicts`, followed through the practices that only come along, come
 * down to pairs: the level `a` needs the practice `b` where it excludes the absence of `b`.
 */
export interface Factors {
  /** Every level, each known by its place here. */
  readonly levels: readonly Level[];
  /** Factor → its levels. */
  readonly domains: readonly (readonly number[])[];
  /** Factor → the factors of which a level excludes one of its own. */
  readonly neighbours: readonly (readonly number[])[];
  /** Whether two levels cannot stand in one combination. Two levels of one factor cannot. */
  readonly exclude: (a: number, b: number) => boolean;
}

/** The factors of a pack, in order of practice and option; the first level of each is absence. */
export function factorsOf(pack: Pack): Factors {
  const base = bringsAlong(pack, pack.base, {});
  const offered = [...pack.practices.values()].filter(
    ({ id, implied }) => !implied && id !== pack.base,
  );
  const factors = offered.flatMap((practice) => factorsOfPractice(pack, practice));
  // What cannot stand beside the base or beside itself is not on offer.
  const candidates = factors.flatMap((values, factor) =>
    values
      .map((value) => ({ ...value, factor }))
      .filter(({ company }) => !exclude(pack, company, company) && !exclude(pack, company, base)),
  );
  const domains = factors.map((_, factor) =>
    candidates.flatMap((level, index) => (level.factor === factor ? [index] : [])),
  );
  const matrix = candidates.map((a) =>
    Uint8Array.from(candidates, (b) =>
      a.factor === b.factor ? Number(a !== b) : Number(exclude(pack, a.company, b.company)),
    ),
  );
  const apart = (a: number, b: number): boolean => matrix[a]?.[b] === 1;
  const neighbours = domains.map((own, factor) =>
    domains.flatMap((others, other) =>
      other !== factor && own.some((a) => others.some((b) => apart(a, b))) ? [other] : [],
    ),
  );
  return { levels: candidates, domains, neighbours, exclude: apart };
}

function factorsOfPractice(
  pack: Pack,
  { id, options }: Practice,
): readonly (readonly Omit<Level, 'factor'>[])[] {
  const absent = { present: new Set<string>(), absent: new Set([id]) };
  const names = Object.keys(options).sort();
  if (names.length === 0) {
    return [
      [
        { practice: id, present: false, company: absent },
        { practice: id, present: true, company: bringsAlong(pack, id, {}) },
      ],
    ];
  }
  return names.map((option) => [
    { practice: id, option, present: false, company: absent },
    ...Object.keys(options[option]?.choices ?? {})
      .sort()
      .map((value) => ({
        practice: id,
        option,
        value,
        present: true,
        company: bringsAlong(pack, id, { [option]: value }),
      })),
  ]);
}

/** The practices that a level of each factor comes down to, each option spelled out. */
export function practicesOf(factors: Factors, chosen: readonly number[]): RequestedPractices {
  const practices: Record<string, Record<string, string>> = {};
  for (const index of chosen) {
    const level = factors.levels[index];
    if (!level?.present) continue;
    const values = (practices[level.practice] ??= {});
    if (level.option !== undefined && level.value !== undefined) values[level.option] = level.value;
  }
  return practices;
}
