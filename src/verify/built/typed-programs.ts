import { basename, dirname, join } from 'node:path';
import type TypeScript from 'typescript';

type Compiler = typeof TypeScript;

interface Parsed {
  readonly text: string;
  readonly file: TypeScript.SourceFile;
}

const parsed = new Map<string, Parsed>();
const resolved = new Map<string, TypeScript.ResolvedModuleWithFailedLookupLocations>();

/**
 * The TypeScript programs of a service, one for each `tsconfig.json`, those deeper down first: a file
 * belongs to the nearest. Source files are parsed once for as long as their text stays.
 *
 * @param folder - absolute
 * @param paths - of the service, relative
 */
export function typedPrograms(
  ts: Compiler,
  folder: string,
  paths: readonly string[],
): readonly TypeScript.Program[] {
  return paths
    .filter((path) => basename(path) === 'tsconfig.json')
    .sort((a, b) => b.split('/').length - a.split('/').length)
    .map((path) => programOf(ts, join(folder, path)));
}

function programOf(ts: Compiler, configuration: string): TypeScript.Program {
  const host = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }: TypeScript.Diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const line = ts.getParsedCommandLineOfConfigFile(configuration, {}, host);
  if (!line) throw new Error(`${configuration} cannot be read.`);
  return ts.createProgram({
    rootNames: line.fileNames,
    options: line.options,
    host: compilerHost(ts, line.options, dirname(configuration)),
  });
}

function compilerHost(
  ts: Compiler,
  options: TypeScript.CompilerOptions,
  folder: string,
): TypeScript.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const cache = ts.createModuleResolutionCache(folder, (name) => name, options);
  return {
    ...host,
    getSourceFile: (name, languageVersion, onError) => {
      const format = typeof languageVersion === 'object' ? languageVersion.impliedNodeFormat : '';
      const key = `${name} ${format ?? ''}`;
      const before = parsed.get(key);
      const fixed = name.includes('/node_modules/');
      if (before && fixed) return before.file;
      const text = host.readFile(name);
      if (text === undefined) return undefined;
      if (before?.text === text) return before.file;
      const file = host.getSourceFile(name, languageVersion, onError);
      if (file) parsed.set(key, { text, file });
      return file;
    },
    resolveModuleNameLiterals: (literals, from, redirected, settings, containing) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(containing, literal, settings);
        // Packages stay as they are; what a service has beside a file does not.
        const fixed = from.includes('/node_modules/');
        const key = `${from} ${literal.text} ${mode ?? ''}`;
        const before = fixed ? resolved.get(key) : undefined;
        if (before) return before;
        const { text } = literal;
        const found = ts.resolveModuleName(text, from, settings, host, cache, redirected, mode);
        if (fixed) resolved.set(key, found);
        return found;
      }),
  };
}
