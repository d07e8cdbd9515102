import type TypeScript from 'typescript';
import type { Check } from './check.ts';
import { codeFacts } from './code-facts.ts';
import { dataSyntax } from './data-syntax.ts';
import { declaredDependencies } from './declared-dependencies.ts';
import { environment } from './environment.ts';
import { formatting, type Prettier } from './formatting.ts';
import { generatedLists } from './generated-lists.ts';
import { imports } from './imports.ts';
import { lineEnds } from './line-ends.ts';
import { links } from './links.ts';
import { markdownFacts } from './markdown-facts.ts';
import { namedFiles } from './named-files.ts';
import { pipelinePackages } from './pipeline-packages.ts';
import { scripts } from './scripts.ts';
import { templateTags } from './template-tags.ts';
import { oncePerFile } from './text-file.ts';
import { usedDependencies } from './used-dependencies.ts';

/** What checks need beside the rendered files. */
export interface Tools {
  readonly prettier: Prettier;
  readonly typescript: typeof TypeScript;
}

/** Every check of a rendered service, for one run: they remember what they saw. */
export interface Checks {
  readonly all: readonly Check[];
  readonly close: () => Promise<void>;
}

/** Makes the checks. */
export function renderedChecks({ prettier, typescript }: Tools): Checks {
  const readCode = oncePerFile((file) => codeFacts(typescript, file));
  const readMarkdown = oncePerFile(markdownFacts);
  const format = formatting(prettier);
  return {
    all: [
      lineEnds(),
      templateTags(),
      dataSyntax(),
      imports(readCode),
      generatedLists(),
      declaredDependencies(readCode),
      usedDependencies(readCode),
      scripts(),
      namedFiles(readMarkdown),
      links(readMarkdown),
      environment(readCode, readMarkdown),
      pipelinePackages(),
      format,
    ],
    close: format.close,
  };
}
