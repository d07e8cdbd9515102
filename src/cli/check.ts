import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { apply } from '../repo/apply.ts';
import { checkRepository, type Checked } from '../repo/check.ts';
import { fixesOf } from '../repo/drift-fix.ts';
import type { Finding } from '../repo/finding.ts';
import { gitIn, gitPrefix } from '../repo/git.ts';
import type { Repository } from '../repo/open-repository.ts';
import { exitCodes, statusOf } from '../repo/status.ts';
import { checkJson } from './check-json.ts';
import { checkText } from './check-report.ts';
import type { Command } from './command.ts';
import type { Flags } from './flags.ts';
import { chosenPack, packFlag } from './pack-source.ts';
import { assertSamePack } from '../repo/rendered-by.ts';
import { repositoryHere } from './repository-here.ts';
import { version } from './version.ts';

export const checkCommand: Command = {
  name: 'check',
  summary: 'Compares a repository with what was rendered, and with its policy',
  arguments: [],
  flags: {
    fix: { summary: 'put back managed and required files' },
    sarif: { summary: 'a SARIF 2.1.0 log on stdout' },
    github: { summary: 'annotations for GitHub Actions on stdout' },
    pack: packFlag,
  },
  examples: ['plinth check', 'plinth check --fix', 'plinth check --sarif > plinth.sarif'],
  async run({ flags, terminal }) {
    refuseTwoForms(flags);
    const repository = repositoryHere(terminal);
    const pack = await chosenPack(flags, terminal);
    assertSamePack(repository, pack);
    const first = await check(repository, pack);
    const fixed = flags.has('fix') ? fix(repository, first) : [];
    const checked = fixed.length === 0 ? first : await check(repository, pack);
    return {
      result: checkJson(repository, checked, fixed),
      text: await textOf(
        flags,
        () => checkText(repository, checked, fixed, terminal.paint),
        repository,
        checked,
      ),
      exitCode: exitCodes[statusOf(checked.findings)],
    };
  },
};

function check(repository: Repository, pack: Pack): Promise<Checked> {
  const today = new Date().toISOString().slice(0, 10);
  return checkRepository({ repository, pack, engine: version, today });
}

/** Puts back what can be; returns the paths. */
function fix(repository: Repository, { planned, findings }: Checked): readonly string[] {
  const changes = fixesOf(repository, planned.plan, findings);
  if (changes.length === 0) return [];
  const { fs, root, read } = repository;
  return apply(fs, root, changes, Date.now(), read).written;
}

async function textOf(
  flags: Flags,
  human: () => string,
  repository: Repository,
  { findings }: Checked,
): Promise<string> {
  if (flags.has('sarif')) {
    const { sarifLog } = await import('./check-sarif.ts');
    return sarifLog(await inGit(repository, findings), version);
  }
  if (flags.has('github')) {
    const { githubAnnotations } = await import('./check-github.ts');
    return githubAnnotations(await inGit(repository, findings));
  }
  return human();
}

/** The programs that show these beside the files know them by their paths in the git repository. */
async function inGit(
  { root }: Repository,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const prefix = await gitPrefix(gitIn(root));
  return findings.map((finding) => ({ ...finding, path: `${prefix}${finding.path}` }));
}

function refuseTwoForms(flags: Flags): void {
  const [first, second] = ['json', 'sarif', 'github'].filter((form) => flags.has(form));
  if (first === undefined || second === undefined) return;
  throw new PlinthError(
    'PLINTH_FLAG_CONFLICT',
    `--${first} and --${second} are two forms of one report`,
    {
      hint: 'Run the command once for each.',
    },
  );
}
