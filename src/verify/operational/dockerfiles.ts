import { loadPackage } from './find-tool.ts';
import type { OperationalTool } from './operational-tool.ts';

interface DockerfileUtils {
  validate(text: string): readonly {
    readonly message: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
}

/** Dockerfiles, by dockerfile-utils. */
export const dockerfiles: OperationalTool = {
  name: 'dockerfile-utils',
  concerns: (path) => /(?:^|\/)Dockerfile(?:\.[\w-]+)?$/.test(path),
  load: async () => {
    const utils = await loadPackage<DockerfileUtils>('dockerfile-utils');
    if (!utils) return undefined;
    return (_, text) =>
      Promise.resolve(
        utils.validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`),
      );
  },
};
