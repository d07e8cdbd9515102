/**
 * Lints one program after another in one process, in the folder that it was started in, which holds a
 * different program each time. What is loaded from packages, and the source files that two programs have
 * in common, is read and parsed once: that is most of what linting with types costs.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint as ESLintClass, Linter } from 'eslint';
import type TypeScript from 'typescript';
import { byRules, cleanRules, type SeenFile } from './open-rules.ts';
import { typeSurfaces } from './type-surface.ts';
import { typedPrograms } from './typed-programs.ts';

/** What the worker is asked. */
export interface LintRequest {
  /** Its configuration, relative. */
  readonly configuration: string;
  /** The files of the program. */
  readonly paths: readonly string[];
  /** Lints all of them, whatever was linted before. */
  readonly fresh: boolean;
}

/** What it answers. */
export interface LintAnswer {
  /** What people are shown; empty when there is nothing to say. */
  readonly output: string;
  /** Files that were linted; the others had been, with the same rules and the same dependencies. */
  readonly linted: number;
}

interface EslintPackage {
  readonly ESLint: typeof ESLintClass;
}

interface Loaded {
  readonly default: Linter.Config | readonly Linter.Config[];
}

const folder = process.cwd();
const requireHere = createRequire(join(folder, 'package.json'));
const known = cleanRules();
let round = 0;

// The configuration is other code each time, at the same address.
registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    const own = resolved.url.startsWith(pathToFileURL(join(folder, '/')).href);
    if (!own || resolved.url.includes('/node_modules/')) return resolved;
    return { ...resolved, url: `${resolved.url.replace(/\?.*$/, '')}?round=${round}` };
  },
});

// Whoever asked is gone.
process.on('disconnect', () => process.exit());

process.on('message', (request: LintRequest) => {
  void lint(request).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ output, linted: 0 } satisfies LintAnswer);
    },
  );
});

async function lint({ configuration, paths, fresh }: LintRequest): Promise<LintAnswer> {
  round += 1;
  const eslintUrl = pathToFileURL(requireHere.resolve('eslint')).href;
  const { ESLint } = (await import(eslintUrl)) as EslintPackage;
  const configurationUrl = pathToFileURL(join(folder, configuration)).href;
  const { default: loaded } = (await import(configurationUrl)) as Loaded;
  const typescript = requireHere('typescript') as typeof TypeScript;
  const programs = typedPrograms(typescript, folder, paths);
  const surfaces = typeSurfaces(typescript, folder, programs);
  const typed = { languageOptions: { parserOptions: { projectService: false, programs } } };
  const rules: readonly Linter.Config[] = [loaded].flat();
  const eslintWith = (...more: readonly Linter.Config[]): ESLintClass =>
    new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [...rules, typed, ...more],
    });

  const clean = fresh ? cleanRules() : known;
  const plain = eslintWith();
  const files: SeenFile[] = [];
  for (const path of paths) {
    const settings = (await plain.calculateConfigForFile(path)) as Linter.Config | undefined;
    if (!settings) continue;
    const text = await readFile(join(folder, path), 'utf8');
    const digest = `${path} ${digestOf(settings)} ${surfaces.seenBy(path) ?? text}`;
    const whole = text.includes('eslint-');
    files.push({ path, digest, rules: rulesOf(settings), whole });
  }
  const groups = byRules(files.flatMap((file) => clean.open(file) ?? []));
  const bad: ESLintClass.LintResult[] = [];
  for (const [names, group] of groups) {
    const others = files
      .filter(({ path }) => group.includes(path))
      .flatMap((file) => Object.keys(file.rules))
      .filter((name) => names !== 'all' && !names.includes(name));
    const only: Linter.Config = {
      rules: Object.fromEntries(others.map((name) => [name, 'off'])),
      ...(names === 'all' ? {} : { linterOptions: { reportUnusedDisableDirectives: 'off' } }),
    };
    const results = await eslintWith(only).lintFiles([...group]);
    bad.push(...results.filter((result) => result.errorCount + result.warningCount > 0));
  }
  const named = new Set(bad.map(({ filePath }) => filePath));
  for (const file of files) if (!named.has(join(folder, file.path))) clean.note(file);
  const linted = [...groups.values()].reduce((sum, group) => sum + group.length, 0);
  const formatter = await plain.loadFormatter('stylish');
  return { output: bad.length === 0 ? '' : await formatter.format(bad), linted };
}

/** The rules that are on, each with its settings. */
function rulesOf({ rules = {} }: Linter.Config): Readonly<Record<string, string>> {
  const on = Object.entries(rules).filter(([, entry]) => {
    const severity: unknown = Array.isArray(entry) ? entry[0] : entry;
    return severity !== 0 && severity !== 'off';
  });
  return Object.fromEntries(on.map(([name, entry]) => [name, JSON.stringify(entry)]));
}

/** What ESLint does to one file beside its rules, as far as it depends on the program. */
function digestOf({ languageOptions, plugins, linterOptions, settings }: Linter.Config): string {
  const { parser, parserOptions, ...options } = languageOptions ?? {};
  const parsing = Object.entries(parserOptions ?? {}).filter(([name]) => name !== 'programs');
  const code = [parser, ...Object.values(plugins ?? {})].map((part) => part && numberOf(part));
  const text = JSON.stringify(
    [settings, linterOptions, options, parsing, code],
    (_, value: unknown) => (typeof value === 'function' ? numberOf(value) : value),
  );
  return createHash('sha256').update(text).digest('hex');
}

const numbers = new WeakMap<object, number>();
let last = 0;

/** Code is the same when it is the same object: what packages bring is, from one program to the next. */
function numberOf(code: object): number {
  const before = numbers.get(code);
  if (before !== undefined) return before;
  last += 1;
  numbers.set(code, last);
  return last;
}
