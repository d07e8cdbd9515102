import type { Tree } from '../../render/tree.ts';
import { countText } from '../report/quantities.ts';
import { composeFiles } from './compose-files.ts';
import { dockerfiles } from './dockerfiles.ts';
import { githubWorkflows } from './github-workflows.ts';
import { gitlabPipelines } from './gitlab-pipelines.ts';
import type { OperationalTool } from './operational-tool.ts';
import { shellcheckTool } from './shellcheck.ts';

const tools: readonly OperationalTool[] = [
  githubWorkflows,
  gitlabPipelines,
  composeFiles,
  dockerfiles,
  shellcheckTool,
];

/** What a tool said against a file. */
export interface OperationalFinding {
  readonly tool: string;
  /** A combination that has the file. */
  readonly combination: string;
  readonly path: string;
  readonly message: string;
}

/** What came of the operational files of many services. */
export interface OperationalReport {
  /** How many different ones were looked at. */
  readonly files: number;
  /** Tools that looked at some. */
  readonly tools: readonly string[];
  readonly findings: readonly OperationalFinding[];
  /** Tools that this machine lacks, with how many files they would have looked at. */
  readonly leftOut: readonly string[];
}

interface Kept {
  readonly combination: string;
  readonly path: string;
  readonly text: string;
}

/** Operational files that are still being collected, each text once. */
export interface OperationalFiles {
  readonly add: (combination: string, tree: Tree) => void;
  /** Shows each to its tool. */
  readonly check: (signal?: AbortSignal) => Promise<OperationalReport>;
}

/** None yet. */
export function operationalFiles(): OperationalFiles {
  const found = new Map<OperationalTool, Map<string, Kept>>(
    tools.map((tool) => [tool, new Map<string, Kept>()]),
  );
  return {
    add: (combination, { files }) => {
      for (const { path, sha256, bytes } of files.values()) {
        const tool = tools.find(({ concerns }) => concerns(path));
        const kept = tool && found.get(tool);
        const key = `${path} ${sha256}`;
        if (!kept || kept.has(key)) continue;
        kept.set(key, { combination, path, text: Buffer.from(bytes).toString('utf8') });
      }
    },
    check: async (signal) => {
      const used: string[] = [];
      const leftOut: string[] = [];
      const findings: OperationalFinding[] = [];
      let files = 0;
      for (const [tool, kept] of found) {
        if (kept.size === 0) continue;
        const complaints = await tool.load();
        if (!complaints) {
          leftOut.push(`${countText(kept.size, 'file')} for ${tool.name}, which is not here`);
          continue;
        }
        used.push(tool.name);
        for (const { combination, path, text } of kept.values()) {
          signal?.throwIfAborted();
          files += 1;
          for (const message of await complaints(path, text)) {
            findings.push({ tool: tool.name, combination, path, message });
          }
        }
      }
      return { files, tools: used, findings, leftOut };
    },
  };
}
