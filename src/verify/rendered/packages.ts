import { builtinModules } from 'node:module';

/** The npm package that a module belongs to; `undefined` for a file, a part of Node or of the service. */
export function packageOf(specifier: string): string | undefined {
  if (/^(?:\.|\/|#|node:|data:|https?:)/.test(specifier)) return undefined;
  const [first = '', second = ''] = specifier.split('/');
  if (builtinModules.includes(first)) return undefined;
  return specifier.startsWith('@') ? `${first}/${second}` : first;
}

/** The package that describes the types of another one. */
export function typesOf(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, '$1__')}`;
}
