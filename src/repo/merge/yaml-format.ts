import type { Format } from './format.ts';
import { editYaml } from './yaml-edit.ts';
import { commentsIn, documentOf, valueOf } from './yaml-tree.ts';

/** One document of YAML 1.2. */
export const yamlFormat: Format = {
  parse: (text) => {
    const document = documentOf(text);
    return document && valueOf(document.contents);
  },
  comments: commentsIn,
  edit: editYaml,
};
