import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';
import type { Policy } from '../../pack/policy-schema.ts';
import type { FileSystem } from '../file-system.ts';

/** Where a repository keeps the policy of its own. */
const policyPaths = ['plinth.policy.yaml', 'plinth.policy.json'] as const;
/** A name that people give it, and that would count for nothing without a word. */
const otherName = 'plinth.policy.yml';

/** A policy, and whose it is. */
export interface StandingPolicy {
  /** Its path in the repository; absent: the pack brings it. */
  readonly path?: string | undefined;
  readonly policy: Policy;
}

const largestPolicy = 1024 * 1024;

/**
 * Every policy that a repository is held against: that of the pack, then that of its own. Each adds to
 * the other; neither takes anything away but by an exception, which is reported.
 *
 * @throws PlinthError `PLINTH_POLICY_INVALID`
 */
export async function standardOf(
  fs: FileSystem,
  root: string,
  pack: Pack,
): Promise<readonly StandingPolicy[]> {
  const own = await ownPolicy(fs, root, pack);
  return [...(pack.policy ? [{ policy: pack.policy }] : []), ...(own ? [own] : [])];
}

async function ownPolicy(
  fs: FileSystem,
  root: string,
  pack: Pack,
): Promise<StandingPolicy | undefined> {
  const standing = policyPaths.filter((path) => fs.look(`${root}/${path}`) !== undefined);
  if (fs.look(`${root}/${otherName}`) !== undefined) {
    throw invalid(otherName, 'is not read', `Call it ${policyPaths[0]}.`);
  }
  const [path, second] = standing;
  if (path === undefined) return undefined;
  if (second !== undefined) {
    throw invalid(second, `stands beside ${path}`, 'Keep one of them.');
  }
  if (fs.look(`${root}/${path}`)?.kind !== 'file') {
    throw invalid(path, 'is not a file', 'A policy is a file, and no link.');
  }
  const bytes = fs.readFile(`${root}/${path}`);
  if (bytes.length > largestPolicy) throw invalid(path, 'is over 1 MiB', 'Shorten it.');
  const { checkPolicyNames, parsePolicy } = await import('../../pack/parse-policy.ts');
  const policy = parsePolicy(Buffer.from(bytes).toString('utf8'), path);
  checkPolicyNames(policy, pack, path);
  return { path, policy };
}

function invalid(path: string, problem: string, hint: string): PlinthError {
  return new PlinthError('PLINTH_POLICY_INVALID', `${path} ${problem}`, { path, hint });
}
