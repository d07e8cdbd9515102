import type { OptionValue } from '../../selection/pairs.ts';
import { html, type Html } from './html.ts';
import { countText } from './quantities.ts';
import type { PairCount, Report } from './report.ts';

const mostListed = 20;

/** The matrix of pairs of option values, with how many programs were built of each. */
export function pairsSection({ values, pairs }: Report): Html {
  if (pairs.length === 0) return html``;
  const possible = pairs.filter((pair) => pair.possible);
  const missing = possible.filter(isMissing);
  const most = Math.max(...pairs.map(({ passed }) => passed));
  const last = Math.max(...values.map(({ factor }) => factor));
  const columns = values.filter(({ factor }) => factor < last);
  const rows = values.filter(({ factor }) => factor > 0);
  const cellsOf = (row: OptionValue): readonly PairCount[] =>
    pairs.filter((pair) => pair.values[0] === row);
  return html`
    <h2 id="pairs">Pairs of option values</h2>
    <p>
      In how many programs two values were built and tested together:
      <strong>${possible.length - missing.length} of ${possible.length}</strong> pairs were.
    </p>
    <ul class="legend">
      <li><span class="s1">1</span>few programs</li>
      <li><span class="s4">9</span>many programs</li>
      <li><span class="none">0</span>never built</li>
      <li><span class="broken">9 ✕</span>some failed</li>
      <li><span class="apart">–</span>exclude each other</li>
    </ul>
    <div class="scroll" role="region" aria-labelledby="pairs" tabindex="0">
      <table class="pairs">
        <thead>
          <tr>
            <td></td>
            ${columns.map(({ name }) => html`<th scope="col"><span>${name}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.name}</th>
                ${cellsOf(row).map((pair) => cell(pair, most))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${missingPairs(missing)}
  `;
}

/** Those that a reader would look for in the matrix, as far as they are few. */
function missingPairs(missing: readonly PairCount[]): Html {
  if (missing.length === 0 || missing.length > mostListed) return html``;
  return html`
    <p>Never built:</p>
    <ul class="missing">
      ${missing.map(({ values: [a, b] }) => html`<li><code>${b.name}</code> with <code>${a.name}</code></li>`)}
    </ul>
  `;
}

/** A pair that could be built, and was not. */
export const isMissing = ({ possible, passed, failed }: PairCount): boolean =>
  possible && passed + failed === 0;

function cell(pair: PairCount, most: number): Html {
  const [row, column] = pair.values;
  const both = `${row.name} with ${column.name}`;
  if (!pair.possible) return html`<td class="apart" title="${both}: exclude each other">–</td>`;
  if (isMissing(pair)) return html`<td class="none" title="${both}: never built">0</td>`;
  const { passed, failed, combinations } = pair;
  const text = `${both}: ${countText(passed, 'program')}, ${countText(combinations, 'combination')}`;
  if (failed > 0) {
    const title = `${text}; ${countText(failed, 'program')} failed`;
    return html`<td class="broken" title="${title}">${passed} ✕</td>`;
  }
  return html`<td class="s${Math.ceil((passed / most) * 4)}" title="${text}">${passed}</td>`;
}
