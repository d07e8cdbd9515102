import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { check, getFileInfo, Options, resolveConfig } from 'prettier';
import type { Tree, TreeFile } from '../../render/tree.ts';
import { scratchFolder } from '../scratch-folder.ts';
import type { Check, Problem } from './check.ts';
import { asText, textAt } from './text-file.ts';

/** The part of Prettier that is used. */
export interface Prettier {
  readonly check: typeof check;
  readonly getFileInfo: typeof getFileInfo;
  readonly resolveConfig: typeof resolveConfig;
}

const configurationPath =
  /^(?:\.prettierrc(?:\.(?:json|ya?ml|toml|json5))?|\.prettierignore|\.editorconfig)$/;

export interface FormattingCheck extends Check {
  /** Removes what was written for Prettier to read. */
  readonly close: () => Promise<void>;
}

/**
 * Every file stands as Prettier would write it, with the service's own configuration. Each distinct
 * content is formatted once.
 */
export function formatting(prettier: Prettier): FormattingCheck {
  const folders = new Map<string, Promise<string>>();
  const optionsOf = new Map<string, Promise<Options | undefined>>();
  const known = new Map<string, Promise<string | undefined>>();

  const once = <T>(map: Map<string, Promise<T>>, key: string, compute: () => Promise<T>) => {
    const before = map.get(key) ?? compute();
    map.set(key, before);
    return before;
  };

  return {
    name: 'formatting',
    find: async ({ tree }) => {
      const configuration = [...tree.files.values()].filter(({ path }) =>
        configurationPath.test(path),
      );
      const digest = configuration.map(({ path, sha256 }) => `${path} ${sha256}`).join('\n');
      const folder = await once(folders, digest, () => configured(tree, configuration));
      const problems: Problem[] = [];
      for (const file of tree.files.values()) {
        const key = `${folder} ${file.path}`;
        const message = await once(known, `${key} ${file.sha256}`, async () => {
          const options = await once(optionsOf, key, () =>
            fileOptions(prettier, folder, file.path),
          );
          return options && formattingProblem(prettier, file, options);
        });
        if (message !== undefined) problems.push({ path: file.path, message });
      }
      return problems;
    },
    close: async () => {
      for (const folder of folders.values()) await rm(await folder, { recursive: true });
      folders.clear();
    },
  };
}

/** A folder that has nothing but the configuration of a service: Prettier reads it from disk. */
async function configured(tree: Tree, configuration: readonly TreeFile[]): Promise<string> {
  const folder = await scratchFolder('formatting');
  for (const { path } of configuration) {
    await writeFile(join(folder, path), textAt(tree, path) ?? '');
  }
  return folder;
}

/** How Prettier formats a path; `undefined` when it leaves it alone. */
async function fileOptions(
  prettier: Prettier,
  folder: string,
  path: string,
): Promise<Options | undefined> {
  const filepath = join(folder, path);
  const ignorePath = join(folder, '.prettierignore');
  const { ignored, inferredParser } = await prettier.getFileInfo(filepath, { ignorePath });
  if (ignored || inferredParser === null) return undefined;
  const options = await prettier.resolveConfig(filepath, { editorconfig: true });
  return { ...options, filepath };
}

async function formattingProblem(
  prettier: Prettier,
  file: TreeFile,
  options: Options,
): Promise<string | undefined> {
  const text = asText(file)?.text;
  if (text === undefined) return undefined;
  try {
    return (await prettier.check(text, options)) ? undefined : 'is not formatted as Prettier would';
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return `Prettier cannot read it: ${line}`;
  }
}
