import { sha256 } from '../pack/files.ts';
import type { Finding, Weight } from '../repo/finding.ts';
import { ruleSummaries, rules } from './check-rules.ts';

const levels: Readonly<Record<Weight, 'error' | 'warning' | 'note'>> = {
  conflict: 'error',
  violation: 'error',
  stale: 'warning',
  note: 'note',
};

/**
 * Findings as a log of the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS). It says where
 * something is and which rule it breaks, and nothing of what stands in the files.
 *
 * @param findings - excused ones become suppressed results
 * @param version - the engine's
 * @returns JSON text without a line break at its end
 */
export function sarifLog(findings: readonly Finding[], version: string): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plinth',
            version,
            rules: rules.map((id) => ({ id, shortDescription: { text: ruleSummaries[id] } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(resultOf),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function resultOf(finding: Finding) {
  const { rule, weight, path, key, line = 1, practices, message, hint, excused } = finding;
  const sentence = `${path}${key === undefined ? '' : `#${key}`}: ${message}.`;
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: levels[weight],
    message: { text: hint === undefined ? sentence : `${sentence} ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
      },
    ],
    // The same finding in the next run, wherever the line has gone.
    partialFingerprints: { 'plinth/v1': sha256(JSON.stringify([rule, path, key ?? ''])) },
    properties: { practices },
    ...(excused
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${excused.reason} (${excused.owner}, until ${excused.expires})`,
            },
          ],
        }
      : {}),
  };
}

function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
