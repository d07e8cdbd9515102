import { PlinthError } from '../pack/error.ts';
import type { Target } from '../repo/explanation.ts';
import type { Command } from './command.ts';
import { explanationText } from './explain-report.ts';
import { chosenPack, packFlag } from './pack-source.ts';
import { pathHere } from './path-here.ts';
import { assertSamePack } from '../repo/rendered-by.ts';
import { repositoryHere } from './repository-here.ts';
import { version } from './version.ts';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Says which practice, template and option put something here',
  arguments: ['PATH[#KEY|:LINE]'],
  flags: { pack: packFlag },
  examples: [
    'plinth explain src/practices/queue/practice.ts',
    'plinth explain package.json#dependencies.bullmq',
    'plinth explain .env.example#QUEUE_CONCURRENCY',
    'plinth explain .github/workflows/ci.yml:31',
  ],
  async run({ positionals, flags, terminal }) {
    const [asked] = positionals;
    if (asked === undefined) {
      throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'explain needs a path', {
        hint: 'plinth explain package.json#dependencies.fastify',
      });
    }
    const repository = repositoryHere(terminal);
    const target = targetOf(asked, terminal.cwd, repository.root);
    const pack = await chosenPack(flags, terminal);
    assertSamePack(repository, pack);
    const { resolve } = await import('../selection/resolve.ts');
    const { render } = await import('../render/render.ts');
    const { explain } = await import('../repo/explain.ts');
    const selection = resolve(pack, repository.answers);
    const tree = render(pack, selection, version);
    const explanation = explain(repository, { pack, selection, tree }, target);
    const { kind, ownership = null, required = null, state = null, origins } = explanation;
    const { path, key = null, line = null } = target;
    return {
      result: {
        path,
        key,
        line,
        kind,
        ownership,
        required,
        state,
        origins: origins.map(({ practice = null, source = null, what, because }) => ({
          practice,
          source,
          what,
          because,
        })),
      },
      text: explanationText(explanation, terminal.paint),
    };
  },
};

/** `PATH`, `PATH#KEY` or `PATH:LINE`, the path relative to where the command stands. */
function targetOf(asked: string, cwd: string, root: string): Target {
  const [, path = '', key, line] = /^(.+?)(?:#(.+)|:(\d+))?$/s.exec(asked) ?? [];
  const inside = pathHere(path, cwd, root);
  if (inside !== undefined && inside !== '') {
    return { path: inside, key, line: line === undefined ? undefined : Number(line) };
  }
  throw new PlinthError('PLINTH_NOT_RENDERED', `${path} is no file of this repository`, {
    path,
    hint: 'Name a file inside of it.',
  });
}
