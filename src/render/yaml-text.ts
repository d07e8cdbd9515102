import type { Data } from '../pack/pack.ts';

/** Text that YAML 1.2 and 1.1 both read as this string when it stands without quotes. */
const plainWords = /^[A-Za-z_/.][\w./@%+~-]*(?:[ :=][\w./@%+~=-]+)*$/;
/** A duration or a size: `5s`, `256mb`. */
const quantity = /^\d+[a-df-z][a-z]*$/;
/** A word of YAML, or a number, `.5` for example; YAML 1.1 takes even `E0` for one. */
const otherMeaning = /^(?:true|false|null|yes|no|on|off|y|n|\.inf|\.nan|~|[._\d]*(?:e[-+]?\d+)?)$/i;

/**
 * Writes data as Prettier formats YAML (single quotes, two spaces). Only what manifests can hold:
 * a parser for the rest of YAML would cost every `create` more than the whole rendering.
 */
export function yamlText(data: Readonly<Record<string, Data>>): string {
  return valueLines(data)
    .map((line) => `${line}\n`)
    .join('');
}

function mapLines(map: Readonly<Record<string, Data>>): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const lines = valueLines(value);
    const label = `${scalarText(key)}:`;
    const [only = ''] = lines;
    return isLeaf(value) ? [`${label} ${only}`] : [label, ...lines.map((line) => `  ${line}`)];
  });
}

function valueLines(value: Data): readonly string[] {
  if (isLeaf(value)) return [leafText(value)];
  if (!isList(value)) return mapLines(value);
  return value.flatMap((item) => {
    const [first = '', ...rest] = valueLines(item);
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  });
}

type Scalar = string | number | boolean | null;
type Leaf = Scalar | readonly never[] | Readonly<Record<string, never>>;

function isLeaf(value: Data): value is Leaf {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

function leafText(value: Leaf): string {
  if (typeof value === 'string') return scalarText(value);
  return typeof value === 'object' && value !== null
    ? isList(value)
      ? '[]'
      : '{}'
    : String(value);
}

function scalarText(text: string): string {
  if (quantity.test(text)) return text;
  if (plainWords.test(text) && !otherMeaning.test(text)) return text;
  // Single quotes cannot carry control characters.
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)) return JSON.stringify(text);
  return text.includes("'") && !/["\\]/.test(text)
    ? `"${text}"`
    : `'${text.replaceAll("'", "''")}'`;
}
