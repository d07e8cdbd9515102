import { PlinthError } from './error.ts';
import type { Contribution, Pack, Practice, WriterName } from './pack.ts';
import { callsOf } from './template-calls.ts';

/** What the writer of package.json takes from elsewhere, and where a pack says it. */
const ownFields: Readonly<Record<string, string>> = {
  name: 'It is the name of the service.',
  packageManager: 'It is that of the service.',
  scripts: 'Give them as scripts.',
  dependencies: 'Give their names as dependencies, and their versions in versions.yaml.',
  devDependencies: 'Give their names as devDependencies, and their versions in versions.yaml.',
};

/** What a practice contributes to a shared file, and the writer of that file. */
const writerOf = {
  dependencies: 'package',
  devDependencies: 'package',
  scripts: 'package',
  package: 'package',
  env: 'env',
  compose: 'compose',
} as const satisfies Partial<Record<keyof Contribution, WriterName>>;

/**
 * Refuses what a practice gives and nothing takes: without a word it would be missing in every service.
 *
 * @throws PlinthError `PLINTH_PACK_REFERENCE` naming the file and what is lost
 */
export function refuseLostContributions(pack: Pack): void {
  const writers = new Set(pack.practices.get(pack.base)?.writes.map(({ writer }) => writer));
  const slots = new Set(
    [...pack.practices.values()].flatMap(({ files }) =>
      files.flatMap(({ content }) => (content.kind === 'template' ? slotsOf(content.nodes) : [])),
    ),
  );
  for (const practice of pack.practices.values()) {
    const path = `${practice.id}/practice.yaml`;
    for (const [what, writer] of givenBy(practice)) {
      if (writers.has(writer)) continue;
      const problem = `${what} would be lost: the base "${pack.base}" has no writer "${writer}"`;
      throw lost(path, problem, `Say in its writes which path has it: ${writer}: PATH.`);
    }
    for (const { slots: given, package: fields } of practice.contributions) {
      const unread = Object.keys(given).find((slot) => !slots.has(slot));
      if (unread !== undefined) {
        const hint = 'Correct the name, or put {{slot}} into the template that is to have it.';
        throw lost(path, `slots: no template has the slot "${unread}"`, hint);
      }
      for (const [field, hint] of Object.entries(ownFields)) {
        if (Object.hasOwn(fields, field)) throw lost(path, `package: not for "${field}"`, hint);
      }
    }
  }
}

/** What a practice gives, and which writer it is for. */
function givenBy({
  contributions,
  entry,
  fixture,
}: Practice): readonly (readonly [string, WriterName])[] {
  const gifts = (Object.keys(writerOf) as (keyof typeof writerOf)[]).filter((gift) =>
    contributions.some((part) => Object.keys(part[gift]).length > 0),
  );
  return [
    ...gifts.map((gift) => [gift, writerOf[gift]] as const),
    ...(entry === undefined ? [] : [['entry', 'entries'] as const]),
    ...(fixture === undefined ? [] : [['fixture', 'fixtures'] as const]),
  ];
}

const slotsOf = (nodes: Parameters<typeof callsOf>[0]): readonly string[] =>
  callsOf(nodes).flatMap(({ helper, args: [name] }) =>
    helper === 'slot' && typeof name === 'string' ? [name] : [],
  );

function lost(path: string, problem: string, hint: string): PlinthError {
  return new PlinthError('PLINTH_PACK_REFERENCE', problem, { path, hint });
}
