import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import type { Finding } from '../repo/finding.ts';
import { ruleSummaries, rules } from './check-rules.ts';
import { sarifLog } from './check-sarif.ts';

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly Readonly<Record<string, unknown>>[];
    },
  ];
}

const finding: Finding = {
  rule: 'edited-locally',
  weight: 'violation',
  path: 'src/a folder/ümlaut #1.ts',
  line: 3,
  practices: ['cache', 'service'],
  message: 'edited, and it is managed',
  hint: 'plinth check --fix puts back what was rendered.',
};
const excused = {
  rule: 'edited-locally',
  path: '**',
  reason: 'a hotfix',
  owner: 'ann',
  expires: '2027-01-31',
} as const;
const logOf = (findings: readonly Finding[]): Log => JSON.parse(sarifLog(findings, '1.2.3')) as Log;

test('every log is valid by the schema of SARIF 2.1.0', () => {
  const valid = officialSchema();
  const everyRule = rules.map((rule): Finding => ({ ...finding, rule, weight: 'stale' }));
  for (const findings of [
    [],
    [finding],
    everyRule,
    [{ ...finding, excused, weight: 'note' as const }],
  ]) {
    valid(logOf(findings));
  }
  expect(() => {
    valid({ ...logOf([]), runs: [{}] });
  }).toThrow('tool');
});

test('a result says where, how heavy and what to do', () => {
  expect(logOf([finding]).runs[0].results).toMatchObject([
    {
      ruleId: 'edited-locally',
      level: 'error',
      message: {
        text: 'src/a folder/ümlaut #1.ts: edited, and it is managed. plinth check --fix puts back what was rendered.',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: 'src/a%20folder/%C3%BCmlaut%20%231.ts',
              uriBaseId: '%SRCROOT%',
            },
            region: { startLine: 3 },
          },
        },
      ],
      properties: { practices: ['cache', 'service'] },
    },
  ]);
});

test('the index of a rule leads to the rule, whatever is found', () => {
  const [{ tool, results }] = logOf(rules.map((rule): Finding => ({ ...finding, rule }))).runs;
  expect(tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(ruleSummaries));
  for (const { ruleId, ruleIndex } of results) {
    expect(tool.driver.rules[Number(ruleIndex)]?.id).toBe(ruleId);
  }
});

test('a finding keeps its fingerprint when its line moves, and shares it with no other', () => {
  const print = (changes: Partial<Finding>) =>
    JSON.stringify(logOf([{ ...finding, ...changes }]).runs[0].results[0]?.['partialFingerprints']);
  expect(print({ line: 9 })).toBe(print({}));
  expect(print({ path: 'other' })).not.toBe(print({}));
  expect(print({ key: 'auth' })).not.toBe(print({}));
});

test('what is excused is suppressed, with the reason', () => {
  expect(logOf([{ ...finding, excused }]).runs[0].results[0]?.['suppressions']).toEqual([
    { kind: 'external', status: 'accepted', justification: 'a hotfix (ann, until 2027-01-31)' },
  ]);
});

/** Throws what the schema of the standard says against a log. */
function officialSchema(): (log: unknown) => void {
  const require = createRequire(import.meta.url);
  const read = (path: string): object =>
    JSON.parse(readFileSync(require.resolve(path), 'utf8')) as object;
  // The schema is of draft 4.
  const ajv = new Ajv({ schemaId: 'id', meta: false });
  ajv.addMetaSchema(read('ajv/lib/refs/json-schema-draft-04.json'));
  const validate = ajv.compile(read('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  return (log) => {
    if (validate(log) !== true) throw new Error(ajv.errorsText(validate.errors));
  };
}
