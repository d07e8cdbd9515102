import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * Formats a text as the repository's own formatter does.
 *
 * @returns `undefined` where it does not format files of this path, or cannot read the text
 */
export type FormatText = (path: string, text: string) => Promise<string | undefined>;

const mostRounds = 4;

/** The part of Prettier's interface that is used, the same since its third version. */
interface Prettier {
  getFileInfo(
    path: string,
    options: { readonly ignorePath: string },
  ): Promise<{ readonly ignored: boolean; readonly inferredParser: string | null }>;
  resolveConfig(path: string, options: { readonly editorconfig: boolean }): Promise<object | null>;
  format(text: string, options: object): Promise<string>;
}

/**
 * The formatter that is installed in a repository. It is code of the repository, like its linter and its
 * tests, and is loaded only to settle a conflict.
 *
 * @param root - absolute
 * @returns `undefined` without one
 */
export async function repositoryFormatter(root: string): Promise<FormatText | undefined> {
  const prettier = await load(root);
  if (!prettier) return undefined;
  return async (path, text) => {
    const full = `${root}/${path}`;
    try {
      const info = await prettier.getFileInfo(full, { ignorePath: `${root}/.prettierignore` });
      if (info.ignored || info.inferredParser === null) return undefined;
      const config = await prettier.resolveConfig(full, { editorconfig: true });
      return await formatToRest(prettier, text, { ...config, filepath: full });
    } catch {
      return undefined;
    }
  };
}

/**
 * Formats until nothing changes any more: Prettier may write its own output another way, so a file that
 * its people have formatted twice differs from one that was formatted once.
 */
async function formatToRest(prettier: Prettier, text: string, options: object): Promise<string> {
  let before = text;
  for (let round = 1; round <= mostRounds; round += 1) {
    const after = await prettier.format(before, options);
    if (after === before) break;
    before = after;
  }
  return before;
}

async function load(root: string): Promise<Prettier | undefined> {
  try {
    const path = createRequire(`${root}/package.json`).resolve('prettier');
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: Prettier };
    return module.default ?? (module as unknown as Prettier);
  } catch {
    return undefined;
  }
}
