import { parseCondition, splitFolderCondition } from './condition.ts';
import { PlinthError } from './error.ts';
import { sha256, type SourceFile } from './files.ts';
import { ownershipRule, type OwnershipRule } from './ownership.ts';
import type { Condition, Contribution, PackFile, Practice, SharedFile } from './pack.ts';
import { modulePlaceholder, writerNames } from './pack.ts';
import { parseYaml } from './parse-yaml.ts';
import { practiceSchema, type PracticeManifest } from './practice-schema.ts';
import { assertSafePath } from './safe-path.ts';
import { didYouMean } from './suggest.ts';
import { parseModuleTemplate, parseTemplate } from './template.ts';

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
  const { when, perModule } = place;
  if (perModule && !(template && path.includes(modulePlaceholder))) {
    throw new PlinthError('PLINTH_PACK_INVALID', 'a file of every module is one for each', {
      path: source.path,
      hint: `Give it a name that ends in .hbs, and ${modulePlaceholder} in its path.`,
    });
  }
  const parse = perModule ? parseModuleTemplate : parseTemplate;
  return [
    {
      path,
      source: source.path,
      mode: source.mode,
      ...rule(path),
      when,
      perModule,
      content: template
        ? { kind: 'template', nodes: parse(source.bytes.toString('utf8'), source.path) }
        : { kind: 'static', bytes: source.bytes, sha256: sha256(source.bytes) },
    },
  ];
}

/** Where a file goes in the service, and when. */
type Place = Pick<PackFile, 'path' | 'when' | 'perModule'>;

/** Where a file of the practice's folder goes in the service; `undefined`: nowhere. */
function placeOf(source: string, manifest: PracticeManifest): Place | undefined {
  const [, folder = '', ...parts] = source.split('/');
  if (parts.length === 0) {
    const readme = /^README\.md(\.hbs)?$/.exec(folder);
    return readme
      ? { path: `docs/practices/${manifest.id}.md${readme[1] ?? ''}`, when: [] }
      : undefined;
  }
  // Editors and desktops keep folders of their own.
  if (folder.startsWith('.')) return undefined;
  const [kind, condition] = splitAt(folder);
  if (kind !== 'files' && kind !== 'module') throw unknownFolder(manifest.id, folder, kind);
  const map = condition === undefined ? {} : splitFolderCondition(condition);
  const from = `${manifest.id}/${folder}`;
  if (condition !== undefined && condition.split(',').length > Object.keys(map).length) {
    throw new PlinthError('PLINTH_PACK_INVALID', 'its name asks for one thing twice', {
      path: from,
      hint: 'All that it names has to hold: name each option, practice or module once.',
    });
  }
  return {
    path: parts.join('/'),
    when: conditionOf(map, manifest, from),
    ...(kind === 'module' ? { perModule: true } : {}),
  };
}

function unknownFolder(practice: string, folder: string, kind: string): PlinthError {
  const hint = `${didYouMean(kind, ['files', 'module'])} A condition stands behind it: files@OPTION=CHOICE.`;
  return new PlinthError('PLINTH_PACK_INVALID', `a practice has no folder "${kind}"`, {
    path: `${practice}/${folder}`,
    hint,
  });
}

function splitAt(folder: string): readonly [kind: string, condition: string | undefined] {
  const at = folder.indexOf('@');
  return at < 0 ? [folder, undefined] : [folder.slice(0, at), folder.slice(at + 1)];
}

function conditionOf(
  map: Readonly<Record<string, string>>,
  manifest: PracticeManifest,
  path: string,
): Condition {
  return parseCondition(map, manifest.id, manifest.options, (problem) => {
    throw new PlinthError('PLINTH_PACK_INVALID', problem, {
      path,
      hint: 'A condition names an own option, a practice, practice.option, or modules.MODULE.',
    });
  });
}
