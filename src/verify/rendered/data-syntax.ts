import { type ParseError, printParseErrorCode, visit } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import { repeatedKeys } from '../../pack/repeated-keys.ts';
import type { Check } from './check.ts';
import { fileCheck } from './file-check.ts';

/** JSON and YAML can be read, and no map has a key twice. */
export function dataSyntax(): Check {
  return fileCheck('JSON and YAML', ({ path, text }) => {
    if (path.endsWith('.json')) return jsonProblems(text, isConfiguration(path));
    if (/\.ya?ml$/.test(path)) return yamlProblems(text);
    return [];
  });
}

/** What TypeScript and editors read may have comments. */
const isConfiguration = (path: string): boolean =>
  /(?:^|\/)(?:tsconfig[^/]*|\.vscode\/.*)\.json$/.test(path);

function jsonProblems(text: string, comments: boolean): readonly string[] {
  const problems = repeatedKeys(text).map(
    ({ key, line }) => `has the key "${key}" twice, in line ${line}`,
  );
  visit(
    text,
    {
      onError: (error: ParseError['error'], _offset, _length, line) => {
        problems.push(`is not JSON: ${printParseErrorCode(error)} in line ${line + 1}`);
      },
    },
    { disallowComments: !comments, allowTrailingComma: comments },
  );
  return problems;
}

function yamlProblems(text: string): readonly string[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(({ errors }) => errors.map(({ message }) => `is not YAML: ${message}`));
}
