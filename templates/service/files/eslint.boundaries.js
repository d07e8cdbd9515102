/** Who may import what: what keeps a practice removable, and a layer replaceable. */
import { requires } from './eslint.boundaries.gen.js';

/** @param {string[]} files @param {{ regex: string, message: string }[]} patterns */
const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const everyPractice = Object.keys(requires);
const noPractice = {
  regex: String.raw`(^|/)practices(/|\.gen)`,
  message: 'Practices come and go: call a port of core/contract.ts instead.',
};
const noModule = {
  regex: String.raw`(^|/)modules(/|\.gen)`,
  message: 'Only the composition root knows the modules.',
};
const layer = (name, reason) => ({ regex: String.raw`(^|/)${name}\.ts$`, message: reason });

/** @param {string} id */
function ofPractice(id) {
  const allowed = [id, ...requires[id]];
  const others = everyPractice.filter((other) => !allowed.includes(other));
  const foreign = others.map((other) => ({
    regex: String.raw`^(\.\./)+(practices/)?${other}/`,
    message: `${id} does not require ${other} in its practice.yaml.`,
  }));
  const folder = `src/practices/${id}`;
  const tests = [`${folder}/**/*.test.ts`];
  return [
    forbid([`${folder}/**/*.ts`], [...foreign, noModule], tests),
    ...(foreign.length > 0 ? [forbid(tests, foreign)] : []),
  ];
}

export const boundaries = [
  forbid(['src/core/**/*.ts'], [noPractice, noModule], ['src/core/**/*.test.ts']),
  forbid(['src/modules/**/*.ts'], [noPractice]),
  forbid(
    ['src/modules/*/routes.ts'],
    [noPractice, layer('repository', 'A route calls the service.')],
  ),
  forbid(
    ['src/modules/*/service.ts'],
    [noPractice, layer('routes', 'The service does not know HTTP.')],
  ),
  forbid(
    ['src/modules/*/repository.ts'],
    [
      noPractice,
      layer('routes', 'The repository does not know HTTP.'),
      layer('service', 'The repository does not know the rules.'),
    ],
  ),
  ...everyPractice.flatMap(ofPractice),
];
