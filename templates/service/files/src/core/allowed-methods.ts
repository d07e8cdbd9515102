/** Remembers which methods each path takes, to tell 405 from 404. */
export interface AllowedMethods {
  add(methods: string | readonly string[], url: string): void;
  /** The methods that `path` takes, empty when no route has it. */
  of(path: string): readonly string[];
}

/** Creates the register; routes are patterns such as `/orders/:id`. */
export function createAllowedMethods(): AllowedMethods {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  return {
    add: (methods, url) => {
      const route = routes.get(url) ?? { pattern: patternOf(url), methods: new Set() };
      for (const method of [methods].flat()) route.methods.add(method);
      routes.set(url, route);
    },
    of: (path) => {
      const matching = [...routes.values()].filter(({ pattern }) => pattern.test(path));
      return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
    },
  };
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}/?$`);
