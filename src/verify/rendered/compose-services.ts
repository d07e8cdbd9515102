import { parseDocument } from 'yaml';
import type { TextFile } from './text-file.ts';

/** What is looked at in a service of a compose file. */
export interface ComposeService {
  readonly name: string;
  /** Built from the service's own Dockerfile. */
  readonly own: boolean;
  /** Runs what the image runs. */
  readonly wholeProgram: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly dependsOn: readonly string[];
}

/** A compose file. */
export interface ComposeFile {
  readonly path: string;
  readonly services: readonly ComposeService[];
  /** The variables that compose takes from the outside, without a value of its own in their place. */
  readonly outside: readonly string[];
}

interface RawService {
  readonly build?: unknown;
  readonly command?: unknown;
  readonly environment?: Readonly<Record<string, unknown>> | readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>> | readonly string[];
}

/** Reads a compose file; one that is no YAML has no services. */
export function composeFile({ path, text }: TextFile): ComposeFile {
  return { path, services: servicesIn(text), outside: neededFromOutside(text) };
}

function servicesIn(text: string): readonly ComposeService[] {
  const whole = parseDocument(text).toJS() as {
    readonly services?: Readonly<Record<string, RawService>>;
  } | null;
  return Object.entries(whole?.services ?? {}).map(([name, service]) => ({
    name,
    own: service.build !== undefined,
    wholeProgram: service.build !== undefined && service.command === undefined,
    environment: environmentOf(service.environment ?? {}),
    dependsOn: isList(service.depends_on ?? {})
      ? (service.depends_on as readonly string[])
      : Object.keys(service.depends_on ?? {}),
  }));
}

function neededFromOutside(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\$\{([A-Z][A-Z0-9_]*)(?::?\?[^}]*)?\}/g)].map(
    ([, name = '']) => name,
  );
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value);

function environmentOf(
  environment: NonNullable<RawService['environment']>,
): Readonly<Record<string, string>> {
  if (!isList(environment)) {
    return Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, String(value)]),
    );
  }
  return Object.fromEntries(
    environment.map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name, value.join('=')];
    }),
  );
}
