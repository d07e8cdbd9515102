import type { Standing } from '../ledger/standing.ts';
import { html, type Html } from './html.ts';
import { countText, durationText, timeText } from './quantities.ts';
import type { Report } from './report.ts';

/** Programs that fail, with what was run; nothing when there are none. */
export function failuresSection({ failures }: Report, invocation: string): Html {
  if (failures.length === 0) return html``;
  return html`
    <h2 id="failures">Failures</h2>
    ${failures.map((standing) => failure(standing, invocation))}
  `;
}

function failure({ tier, fingerprint, last, combinations }: Standing, invocation: string): Html {
  const shared =
    combinations.length === 1
      ? html``
      : html`<p>${countText(combinations.length, 'combination')} come down to this program.</p>`;
  return html`
    <article class="failure">
      <h3>${combinationName(last.combination)}</h3>
      <p class="quiet">
        ${tier}, ${timeText(last.at)}, program <code>${fingerprint.slice(0, 12)}</code>
      </p>
      ${shared} ${whatRan(last.commands)}
      <p>To see it again: <code>${invocation} --tier ${tier} ${last.combination} --keep</code></p>
    </article>
  `;
}

/** Nothing, when what fails was run for another program that has the same part. */
function whatRan(commands: readonly string[]): Html {
  if (commands.length === 0) return html``;
  return html`
    <p>It failed in the last of these:</p>
    <ul>
      ${commands.map((command) => html`<li><code>${command}</code></li>`)}
    </ul>
  `;
}

/** The programs that take longest to build and test. */
export function slowestSection({ slowest }: Report): Html {
  if (slowest.length === 0) return html``;
  const most = Math.max(...slowest.map(({ last }) => last.durationMs), 1);
  const row = ({ tier, last, combinations }: Standing): Html => html`
    <tr>
      <th scope="row" class="name">${combinationName(last.combination)}</th>
      <td class="length">
        ${durationText(last.durationMs)}
        <span class="bar" style="--part: ${((last.durationMs / most) * 100).toFixed(1)}%"></span>
      </td>
      <td>${tier}</td>
      <td class="number">${combinations.length}</td>
    </tr>
  `;
  return html`
    <h2 id="slowest">Slowest programs</h2>
    <div class="scroll" role="region" aria-labelledby="slowest" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Built as</th>
            <th scope="col">Duration</th>
            <th scope="col">Tier</th>
            <th scope="col" class="number">Combinations</th>
          </tr>
        </thead>
        <tbody>
          ${slowest.map(row)}
        </tbody>
      </table>
    </div>
  `;
}

/** A combination, which may be broken behind its commas. */
function combinationName(id: string): Html {
  const parts = id.split(',');
  return html`<code
    >${parts.map((part, index) =>
      index === parts.length - 1 ? html`${part}` : html`${part},<wbr />`,
    )}</code
  >`;
}
