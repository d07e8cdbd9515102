import { PlinthError } from './error.ts';
import { sortedKeys } from './order.ts';
import type { Pack } from './pack.ts';
import { parseYaml } from './parse-yaml.ts';
import { policySchema, type Policy } from './policy-schema.ts';
import { didYouMean } from './suggest.ts';

/**
 * Reads a policy.
 *
 * @param text - YAML or JSON
 * @param path - the file, for messages
 * @throws PlinthError `PLINTH_POLICY_INVALID` with file, line and fix
 */
export function parsePolicy(text: string, path: string): Policy {
  const page = 'docs/policy.md';
  return parseYaml(text, path, policySchema, { code: 'PLINTH_POLICY_INVALID', page });
}

/**
 * Checks that every name in a policy leads somewhere: a rule about a practice that does not exist would
 * never be broken, and nobody would notice.
 *
 * @param policy - from {@link parsePolicy}
 * @param pack - what the repository is rendered from
 * @param path - the file, for messages
 * @throws PlinthError `PLINTH_POLICY_INVALID`
 */
export function checkPolicyNames(
  policy: Policy,
  { practices }: Pick<Pack, 'practices'>,
  path: string,
): void {
  const mistake = (problem: string, hint: string): PlinthError =>
    new PlinthError('PLINTH_POLICY_INVALID', problem, { path, hint });
  const known = (id: string) => {
    const practice = practices.get(id);
    if (practice) return practice;
    throw mistake(`there is no practice "${id}"`, didYouMean(id, [...practices.keys()]));
  };
  for (const id of [...policy.practices.required, ...policy.practices.forbidden]) known(id);
  for (const [name, values] of Object.entries(policy.options)) {
    const [id = '', option = ''] = name.split('.');
    const { options } = known(id);
    const choices = Object.hasOwn(options, option) ? options[option]?.choices : undefined;
    if (!choices) {
      throw mistake(`"${id}" has no option "${option}"`, didYouMean(option, sortedKeys(options)));
    }
    const stranger = values.find((value) => !Object.hasOwn(choices, value));
    if (stranger === undefined) continue;
    throw mistake(
      `"${name}" has no choice "${stranger}"`,
      didYouMean(stranger, sortedKeys(choices)),
    );
  }
}
