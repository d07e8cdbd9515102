import type { Check } from './check.ts';
import { composeFile } from './compose-services.ts';
import { exampleVariables } from './env-example.ts';
import { documentProblems } from './environment-in-documents.ts';
import { codeProblems } from './environment-of-code.ts';
import { composeProblems } from './environment-of-compose.ts';
import type { ReadCode } from './imports.ts';
import type { ReadMarkdown } from './links.ts';
import { pathOf } from './manifest.ts';
import { oncePerFile } from './text-file.ts';

/**
 * The code, `.env.example`, compose and the documents speak of the same variables of the environment.
 * A variable in capitals that a schema declares has to be in `.env.example`; one that a program of its
 * own takes directly may be in a document instead, and one that may be left out is not there where the
 * pack's conditions leave it out.
 */
export function environment(readCode: ReadCode, readMarkdown: ReadMarkdown): Check {
  const readExample = oncePerFile(({ path, text }) => ({
    path,
    variables: exampleVariables(text),
  }));
  const readCompose = oncePerFile(composeFile);
  const namesIn = oncePerFile(({ text }) => new Set(text.match(/\b[A-Z][A-Z0-9_]*\b/g)));
  return {
    name: 'environment',
    find: (rendered) => {
      const { pack, tree } = rendered;
      const exampleFile = tree.files.get(pathOf(pack, 'env') ?? '');
      const example = exampleFile && readExample(exampleFile);
      if (!example) return [];
      const compose = tree.files.get(pathOf(pack, 'compose') ?? '');
      const services = compose && readCompose(compose);
      return [
        ...codeProblems(rendered, example, readCode, readMarkdown),
        ...(services ? composeProblems(services, example) : []),
        ...documentProblems(rendered, example, namesIn),
      ];
    },
  };
}
