/** Variables by which a git that runs us, for a hook, would redirect ours to its own repository. */
const redirecting = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'];

type Environment = Readonly<Record<string, string | undefined>>;

/** An environment in which git looks for the repository where it is run. */
export function gitEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !redirecting.includes(name)));
}
