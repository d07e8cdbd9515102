import type { Check, Problem } from './check.ts';
import { manifestOf } from './manifest.ts';
import { oncePerFile, type TextFile } from './text-file.ts';

/** A script that a text tells somebody to run, in a sentence, a command or a message. */
const runs = [
  /\b(?:npm|pnpm|yarn|bun) run (?:--?[\w-]+(?:=\S+)? )*([\w:.-]*\w)/g,
  /\bnode --run ([\w:.-]*\w)/g,
  /\bnpm (test|start)\b/g,
];
/** `- \`lint\`, \`typecheck\`: what a change must pass` below the heading "Commands". */
const commandItem = /^- ((?:`[^`]+`(?:, )?)+):/;

/** Every script that is told to be run is in package.json. */
export function scripts(): Check {
  const mentionsOf = oncePerFile(mentionedScripts);
  return {
    name: 'scripts',
    find: (rendered) => {
      const manifest = manifestOf(rendered);
      if (!manifest) return [];
      return [...rendered.tree.files.values()].flatMap((file): readonly Problem[] =>
        (mentionsOf(file) ?? [])
          .filter((script) => !Object.hasOwn(manifest.scripts, script))
          .map((script) => ({
            path: file.path,
            message: `tells to run "${script}", and ${manifest.path} has no such script`,
          })),
      );
    },
  };
}

function mentionedScripts({ path, text }: TextFile): readonly string[] {
  const told = runs.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  return [...new Set([...told, ...(path.endsWith('.md') ? listedCommands(text) : [])])];
}

function listedCommands(text: string): readonly string[] {
  const [, section = ''] = /^## Commands\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text) ?? [];
  return section.split('\n').flatMap((line) => {
    const [, names = ''] = commandItem.exec(line) ?? [];
    return [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  });
}
