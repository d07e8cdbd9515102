import { stringify } from 'yaml';
import type { CiMatrix } from './ci-matrix.ts';

/**
 * A child pipeline of GitLab: a job a shard, and one that joins what they found.
 *
 * @param node - the major version of Node that verifies
 */
export function gitlabPipeline({ jobs, evidence }: CiMatrix, node: number): string {
  const ledgers = 'ledgers';
  // The words are the same for all jobs but for the shard, which GitLab keeps in a variable.
  const pipeline = {
    default: { image: `node:${node}`, before_script: ['npm ci'] },
    verify: {
      parallel: { matrix: [{ SHARD: jobs.map(({ shard }) => shard) }] },
      script: [
        `npx plinth verify ${evidence} --shard "$SHARD" --ledger "${ledgers}/shard-$CI_NODE_INDEX.jsonl"`,
      ],
      artifacts: { when: 'always', paths: [`${ledgers}/`] },
    },
    evidence: {
      stage: '.post',
      when: 'always',
      needs: ['verify'],
      script: [`npx plinth verify --merge ${ledgers}/*.jsonl ${evidence} --report report.html`],
      artifacts: { when: 'always', paths: ['report.html'] },
    },
  };
  return stringify(pipeline, { lineWidth: 0 });
}
