import type { Pack } from '../../pack/pack.ts';
import { type Answers, packageManagers } from '../../selection/answers.ts';
import { scalarTypes } from '../../selection/field.ts';
import { requiredModules, sampleModules } from '../../selection/samples.ts';

/** Answers beside the practices, in which a service differs from the one that is verified otherwise. */
export interface OtherAnswers {
  /** For messages: `with …`. */
  readonly label: string;
  readonly answers: Partial<Answers>;
}

/**
 * Each answer beside the practices at another value. They decide few files, so that pairs of practices
 * show what they do.
 */
export function otherAnswers(pack: Pack): readonly OtherAnswers[] {
  const managers = packageManagers
    .filter((name) => name !== 'npm')
    .map((name): OtherAnswers => ({
      label: name,
      answers: { packageManager: { name, version: '1.0.0' } },
    }));
  return [
    ...managers,
    { label: 'a Node of its own', answers: { node: 'bundled' } },
    { label: 'another name', answers: { name: '@scope/another' } },
    { label: 'the fewest modules', answers: { modules: requiredModules(pack) } },
    ...ownModules(pack),
  ];
}

/** A module with a field of every type, where the pack renders modules. */
function ownModules(pack: Pack): readonly OtherAnswers[] {
  const files = [...pack.practices.values()].flatMap((practice) => practice.files);
  if (!files.some(({ perModule }) => perModule)) return [];
  const samples = sampleModules(pack);
  const [target] = Object.keys(samples);
  const scalars = scalarTypes.map((type): readonly [string, string] => [
    `${type}Field`,
    type === 'enum' ? 'enum(draft,sent):index' : type,
  ]);
  const references = target === undefined ? [] : [['owner', `${target}:optional`] as const];
  const fields = Object.fromEntries([...scalars, ...references]);
  return [
    {
      label: 'a module of its own',
      answers: { modules: { ...samples, 'gift-cards': { fields } } },
    },
  ];
}
