import type { PlannedRepository } from '../repo/create.ts';
import { runCommand } from '../render/package-manager.ts';
import type { Answers, RequestedPractices } from '../selection/answers.ts';
import { shellWord } from '../pack/shell-word.ts';
import type { CreateInput } from './create-answers.ts';
import { proofSentence, serviceProof, type ServiceProof } from './create-proof.ts';
import type { GitOutcome } from './git.ts';
import { hanging } from './hanging.ts';
import { prepareSteps } from './package-manager.ts';
import type { Terminal } from './terminal.ts';

/** `result` of `create`. */
export interface Created {
  readonly directory: string;
  readonly name: string;
  readonly practices: RequestedPractices;
  readonly packageManager: Answers['packageManager'];
  readonly node: Answers['node'];
  readonly proof: ServiceProof;
  /** How many files were rendered. */
  readonly files: number;
  readonly installed: boolean;
  readonly git: GitOutcome;
}

/** What `create --dry-run --json` says of each file. */
export function fileList({ tree }: PlannedRepository) {
  return [...tree.files.values()].map(({ path, sha256, mode, owners, ownership, required }) => ({
    path,
    sha256,
    mode: mode.toString(8),
    owners,
    ownership,
    required,
  }));
}

/** What is about to be written, at most 80 columns wide. */
export function summaryText(input: CreateInput, planned: PlannedRepository): string {
  const { tree, selection } = planned;
  const { dependencies = {}, devDependencies = {} } = manifestOf(planned);
  const counts = [dependencies, devDependencies].map((names) => String(Object.keys(names).length));
  const rows = [
    ['Service', `${selection.name} in ${input.directory}`],
    ['Practices', practicesText(planned)],
    ['Files', String(tree.files.size)],
    ['Dependencies', `${counts.join(', and ')} for development`],
    ['Servers', serversText(input, planned)],
    ['Proof', proofSentence(serviceProof(input, planned))],
    ...(selection.node === 'bundled'
      ? [['Node', `comes along: the service needs 22.18 or newer`]]
      : []),
  ];
  return rows.map(([label = '', text = '']) => hanging(label.padEnd(14), text)).join('\n');
}

/** The files of a dry run, with who has a part in each. */
export function dryRunText(input: CreateInput, planned: PlannedRepository): string {
  const files = [...planned.tree.files.values()].map(
    ({ path, owners, ownership }) => `  ${path}  (${ownership}: ${owners.join(', ')})`,
  );
  return [summaryText(input, planned), '', ...files, '', 'Nothing was written.'].join('\n');
}

/** What was done, what was not and why, and what to type next. */
export function createdText(
  created: Created,
  planned: PlannedRepository,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const { git, installed, packageManager, directory, node, proof } = created;
  const { scripts = {} } = manifestOf(planned);
  const steps = [
    ...(directory === '.' ? [] : [`cd ${shellWord(directory)}`]),
    ...(installed || !isInstallable(planned) ? [] : installSteps(packageManager)),
    // A pack of one's own may have neither.
    ...['dev', 'test']
      .filter((name) => Object.hasOwn(scripts, name))
      .map((name) => runCommand(packageManager, name)),
  ];
  return [
    paint.green(`${created.name} is ready.`),
    proofSentence(proof),
    ...(git.state === 'committed' ? ['Its first commit is made.'] : []),
    ...(git.reason === undefined ? [] : [`No first commit: ${git.reason}.`]),
    ...(node === 'bundled'
      ? [
          'This machine runs Node older than 22.18: the service brings its own, by the package "node".',
        ]
      : []),
    '',
    paint.bold('Next:'),
    ...steps.map((step) => `  ${step}`),
  ].join('\n');
}

/** The version of one that the machine lacks is not known. */
function installSteps(manager: Answers['packageManager']): readonly string[] {
  return [
    ...(manager.version === undefined ? prepareSteps(manager) : []),
    `${manager.name} install`,
  ];
}

/** `cache (memory-redis), migrations`: those that were asked for. */
function practicesText({ selection }: PlannedRepository): string {
  const names = Object.entries(selection.requested).map(([id, options]) => {
    const values = Object.values(options);
    return values.length === 0 ? id : `${id} (${values.join(', ')})`;
  });
  return names.length === 0 ? 'none' : names.join(', ');
}

function serversText({ pack }: CreateInput, { selection }: PlannedRepository): string {
  const needed = [...selection.practices.keys()].flatMap(
    (id) => pack.practices.get(id)?.servers ?? [],
  );
  const names = [...new Set(needed)].sort();
  return names.length === 0 ? 'none' : `none to develop; ${names.join(' and ')} in production`;
}

/** Whether there is anything to install: a pack of one's own may render no package.json. */
export function isInstallable({ tree }: PlannedRepository): boolean {
  return tree.files.has('package.json');
}

type Manifest = Readonly<Partial<Record<'dependencies' | 'devDependencies' | 'scripts', object>>>;

function manifestOf({ tree }: PlannedRepository): Manifest {
  const bytes = tree.files.get('package.json')?.bytes ?? Buffer.from('{}');
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Manifest;
}
