import type { z } from 'zod';
import { PlinthError } from '../pack/error.ts';
import { repeatedKeys } from '../pack/repeated-keys.ts';
import type { Answers } from '../selection/answers.ts';
import {
  plinthJsonSchema,
  plinthLockSchema,
  type PlinthJson,
  type PlinthLock,
} from './record-schema.ts';
import { recordVersion } from './records.ts';

const largestRecord = 4 * 1024 * 1024;

/**
 * Reads plinth.json.
 *
 * @throws PlinthError `PLINTH_RECORD_INVALID` or `PLINTH_RECORD_VERSION`, with the line
 */
export function parsePlinthJson(bytes: Uint8Array): PlinthJson {
  return parseRecord(bytes, 'plinth.json', plinthJsonSchema);
}

/**
 * Reads plinth.lock.
 *
 * @throws PlinthError `PLINTH_RECORD_INVALID` or `PLINTH_RECORD_VERSION`, with the line
 */
export function parsePlinthLock(bytes: Uint8Array): PlinthLock {
  return parseRecord(bytes, 'plinth.lock', plinthLockSchema);
}

/** What plinth.json asks for. */
export function answersOf(record: PlinthJson): Answers {
  const { name, practices, modules, packageManager, node, engineSource } = record;
  return { name, practices, modules, packageManager, node, engineSource };
}

function parseRecord<S extends z.ZodType>(bytes: Uint8Array, path: string, schema: S): z.output<S> {
  if (bytes.length > largestRecord) throw invalid(path, 'is over 4 MiB', 1);
  const text = Buffer.from(bytes).toString('utf8');
  if (/^(?:<{7}|={7}|>{7})/m.test(text)) {
    throw new PlinthError('PLINTH_RECORD_INVALID', `${path} has conflict markers of a merge`, {
      path,
      line: lineOf(text, /^(?:<{7}|={7}|>{7})/m),
      hint: 'Resolve plinth.json alone, then run plinth apply: it puts both branches together.',
    });
  }
  const json = parseJson(text, path);
  refuseLaterVersion(json, path);
  const [repeated] = repeatedKeys(text);
  if (repeated) throw invalid(path, `has the key "${repeated.key}" twice`, repeated.line);
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const keys = [...(issue?.path ?? []), unknown ?? []].flat().map(String);
  const quoted = JSON.stringify(keys.at(-1) ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const message = unknown === undefined ? (issue?.message ?? 'is wrong') : 'there is no such key';
  throw invalid(
    path,
    keys.length === 0 ? `is wrong: ${message}` : `"${keys.join('.')}": ${message}`,
    lineOf(text, new RegExp(quoted)),
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''), (key, value: unknown) => {
      // The schemas pass over this key, so that it would go unnoticed.
      if (key !== '__proto__') return value;
      throw invalid(path, 'has the key "__proto__"', lineOf(text, /"__proto__"/));
    }) as unknown;
  } catch (error) {
    if (error instanceof PlinthError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const at = /line (\d+)/.exec(message)?.[1];
    throw invalid(path, `is not JSON: ${message}`, at === undefined ? 1 : Number(at));
  }
}

function refuseLaterVersion(json: unknown, path: string): void {
  if (typeof json !== 'object' || json === null || !('version' in json)) return;
  const { version } = json;
  if (typeof version !== 'number' || version <= recordVersion) return;
  throw new PlinthError(
    'PLINTH_RECORD_VERSION',
    `${path} has version ${version}; this engine knows version ${recordVersion}`,
    { path, line: 2, hint: 'Update create-plinth in this repository.' },
  );
}

function lineOf(text: string, pattern: RegExp): number {
  const at = pattern.exec(text)?.index ?? 0;
  return text.slice(0, at).split('\n').length;
}

function invalid(path: string, problem: string, line: number): PlinthError {
  return new PlinthError('PLINTH_RECORD_INVALID', `${path} ${problem}`, {
    path,
    line,
    hint:
      path === 'plinth.json'
        ? 'Correct it, or take it back from version control.'
        : 'Take it back from version control.',
  });
}
