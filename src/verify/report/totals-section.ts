import { html, type Html } from './html.ts';
import { isMissing } from './pairs-section.ts';
import { countText, durationText, grouped, timeText } from './quantities.ts';
import type { Report, TierTotals } from './report.ts';

/** What is most wanted, in a sentence and four numbers. */
export function verdictSection(report: Report): Html {
  const { failures, tiers, offered, pairs } = report;
  const possible = pairs.filter((pair) => pair.possible);
  const built = tiers.filter(({ tier }) => tier !== 'rendered');
  const most = (of: (totals: TierTotals) => number): number => Math.max(0, ...built.map(of));
  const tiles = [
    [
      'Combinations built',
      grouped(most(({ passed }) => passed.combinations)),
      `of ${grouped(offered)} on offer`,
    ],
    ['Programs built', grouped(most(({ passed }) => passed.programs)), 'that differ'],
    [
      'Pairs built',
      grouped(possible.filter((pair) => !isMissing(pair)).length),
      `of ${grouped(possible.length)}`,
    ],
    ['Failures', grouped(failures.length), failures.length === 1 ? 'program' : 'programs'],
  ] as const;
  return html`
    ${verdict(report)}
    <dl class="tiles">
      ${tiles.map(
        ([name, value, unit]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value} <small>${unit}</small></dd>
          </div>`,
      )}
    </dl>
  `;
}

function verdict({ tiers, failures }: Report): Html {
  if (tiers.length === 0)
    return html`<p class="verdict bad">✕ Nothing of this pack was verified.</p>`;
  if (failures.length === 0)
    return html`<p class="verdict good">✓ All that was verified passes.</p>`;
  const many = failures.length === 1 ? 'fails' : 'fail';
  return html`<p class="verdict bad">✕ ${countText(failures.length, 'program')} ${many}.</p>`;
}

/** The same by tier. */
export function totalsSection({ tiers }: Report): Html {
  if (tiers.length === 0) return html``;
  return html`
    <h2 id="totals">By tier</h2>
    <div class="scroll" role="region" aria-labelledby="totals" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Tier</th>
            <th scope="col" class="number">Combinations passed</th>
            <th scope="col" class="number">failed</th>
            <th scope="col" class="number">Programs passed</th>
            <th scope="col" class="number">failed</th>
            <th scope="col" class="number">One after another</th>
          </tr>
        </thead>
        <tbody>
          ${tiers.map(tierRow)}
        </tbody>
      </table>
    </div>
  `;
}

function tierRow({ tier, passed, failed, durationMs }: TierTotals): Html {
  const bad = (count: number): Html =>
    html`<td class="number${count > 0 ? ' failed' : ''}">${grouped(count)}</td>`;
  return html`
    <tr>
      <th scope="row">${tier}</th>
      <td class="number">${grouped(passed.combinations)}</td>
      ${bad(failed.combinations)}
      <td class="number">${grouped(passed.programs)}</td>
      ${bad(failed.programs)}
      <td class="number">${durationText(durationMs)}</td>
    </tr>
  `;
}

/** What the results are about. */
export function factsSection({ pack, engine, toolchains, period, otherLines }: Report): Html {
  const facts = [
    ['Pack', `${pack.id} ${pack.version}`],
    ['Digest', pack.digest],
    ['Plinth', engine],
    ...toolchains.map((toolchain) => ['Toolchain', toolchain]),
    ...(period ? [['Results', period.map(timeText).join(' to ')]] : []),
    ...(otherLines > 0
      ? [
          [
            'Left out',
            `${countText(otherLines, 'result')} of other versions of the pack or of Plinth`,
          ],
        ]
      : []),
  ];
  return html`
    <dl class="facts">
      ${facts.map(
        ([name = '', value = '']) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  `;
}
