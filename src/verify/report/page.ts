import { html } from './html.ts';
import { pairsSection } from './pairs-section.ts';
import { failuresSection, slowestSection } from './programs-section.ts';
import type { Report } from './report.ts';
import { style } from './style.ts';
import { factsSection, totalsSection, verdictSection } from './totals-section.ts';

/**
 * A report as one HTML page that needs nothing beside it: no script, no font, no picture.
 *
 * @param invocation - how verify is called on this pack, for whoever wants to see a failure again
 * @returns the whole document
 */
export function reportPage(report: Report, invocation = 'plinth verify'): string {
  const title = `${report.pack.title} ${report.pack.version}: verified combinations`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
        </header>
        <main>
          ${verdictSection(report)} ${factsSection(report)} ${failuresSection(report, invocation)}
          ${totalsSection(report)} ${pairsSection(report)} ${slowestSection(report)}
        </main>
      </body>
    </html> `.markup.replace(/^ +(?=<)|[ ]+$/gm, '');
}
