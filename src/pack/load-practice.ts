import { parseCondition, splitFolderCondition } from './condition.ts';
import { PlinthError } from './error.ts';
import { sha256, type SourceFile } from './files.ts';
import { ownershipRule, type OwnershipRule } from './ownership.ts';
import type { Condition, Contribution, PackFile, Practice, SharedFile } from './pack.ts';
import { writerNames } from './pack.ts';
import { parseYaml } from './parse-yaml.ts';
import { practiceSchema, type PracticeManifest } from './practice-schema.ts';
import { assertSafePath } from './safe-path.ts';
import { parseTemplate } from './template.ts';

/**
 * Reads one practice.
 *
 * @param folder - the practice's folder, which is its id
 * @param sources - the files of that folder, paths relative to the pack
 * @throws PlinthError `PLINTH_PACK_INVALID`, `PLINTH_TEMPLATE_INVALID` or `PLINTH_PATH_UNSAFE`
 */
export function loadPractice(folder: string, sources: readonly SourceFile[]): Practice {
  const path = `${folder}/practice.yaml`;
  const text = sources.find((source) => source.path === path)?.bytes.toString('utf8') ?? '';
  const manifest = parseYaml(text, path, practiceSchema);
  if (manifest.id !== folder) {
    throw new PlinthError('PLINTH_PACK_INVALID', `id is "${manifest.id}", the folder "${folder}"`, {
      path,
      line: 1,
      hint: 'Give both one name.',
    });
  }
  const { ownership, contributes, writes, ...rest } = manifest;
  const rule = ownershipRule(ownership);
  return {
    ...rest,
    writes: writerNames.flatMap((writer): readonly SharedFile[] => {
      const shared = writes[writer];
      return shared === undefined ? [] : [{ writer, path: shared, ...rule(shared) }];
    }),
    contributions: contributes.map(({ when, ...keys }): Contribution => ({
      ...keys,
      when: conditionOf(when, manifest, path),
    })),
    files: sources.flatMap((source) => filesOf(source, manifest, rule)),
  };
}

function filesOf(
  source: SourceFile,
  manifest: PracticeManifest,
  rule: OwnershipRule,
): readonly PackFile[] {
  const place = placeOf(source.path, manifest);
  if (!place) return [];
  const template = place.path.endsWith('.hbs');
  const path = template ? place.path.slice(0, -'.hbs'.length) : place.path;
  assertSafePath(path, source.path);
  return [
    {
      path,
      source: source.path,
      mode: source.mode,
      ...rule(path),
      when: place.when,
      content: template
        ? { kind: 'template', nodes: parseTemplate(source.bytes.toString('utf8'), source.path) }
        : { kind: 'static', bytes: source.bytes, sha256: sha256(source.bytes) },
    },
  ];
}

/** Where a file of the practice's folder goes in the service; `undefined`: nowhere. */
function placeOf(
  source: string,
  manifest: PracticeManifest,
): { readonly path: string; readonly when: Condition } | undefined {
  const [, folder = '', ...parts] = source.split('/');
  if (parts.length === 0) {
    const readme = /^README\.md(\.hbs)?$/.exec(folder);
    return readme
      ? { path: `docs/practices/${manifest.id}.md${readme[1] ?? ''}`, when: [] }
      : undefined;
  }
  if (folder === 'files') return { path: parts.join('/'), when: [] };
  if (!folder.startsWith('files@')) return undefined;
  const when = splitFolderCondition(folder.slice('files@'.length));
  return { path: parts.join('/'), when: conditionOf(when, manifest, `${manifest.id}/${folder}`) };
}

function conditionOf(
  map: Readonly<Record<string, string>>,
  manifest: PracticeManifest,
  path: string,
): Condition {
  return parseCondition(map, manifest.id, manifest.options, (problem) => {
    throw new PlinthError('PLINTH_PACK_INVALID', problem, {
      path,
      hint: 'A condition names an own option, a practice, or practice.option.',
    });
  });
}
