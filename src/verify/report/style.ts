/** How the page looks: on a screen of any width, in the dark, and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f6f8; --line: #d5dbe1; --text: #16202a; --quiet: #55626f;
  --good: #146c43; --bad: #b3261e; --bad-ground: #fdecea; --bar: #2f6fb0;
  --shade: 47 111 176; --on-shade: #0b1b2b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10161c; --raised: #19222b; --line: #33404d; --text: #e6ebf0; --quiet: #a3b0bd;
    --good: #6fcf97; --bad: #ff9a92; --bad-ground: #3d1a18; --bar: #6aa5de;
    --shade: 106 165 222; --on-shade: #f4f8fc;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 72rem; background: var(--ground);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; text-wrap: balance; }
h2 { margin: 3rem 0 0.5rem; font-size: 1.25rem; }
h3 { margin: 0 0 0.25rem; font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
code { font: 0.875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.verdict { margin: 1.25rem 0; font-size: 1.125rem; font-weight: 600; }
.verdict.good { color: var(--good); }
.verdict.bad { color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
.tiles div { padding: 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--raised); }
.tiles dt { color: var(--quiet); font-size: 0.875rem; }
.tiles dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.tiles dd small { display: block; font-size: 0.875rem; font-weight: 400; color: var(--quiet); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 1rem 0; font-size: 0.875rem; }
dl.facts dt { color: var(--quiet); }
dl.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 1rem 0; }
.scroll:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding: 0 0 0.5rem; color: var(--quiet); }
th, td { padding: 0.375rem 0.75rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th { font-weight: 600; }
.number { text-align: end; white-space: nowrap; }
.name { min-width: 11rem; font-weight: 400; }
.failed { color: var(--bad); font-weight: 600; }
.bar { display: block; height: 0.25rem; margin-top: 0.25rem; border-radius: 0.125rem; background: var(--bar); width: var(--part); }
.length { min-width: 6rem; width: 9rem; }
.failure { margin: 1rem 0; padding: 1rem; border-inline-start: 0.25rem solid var(--bad); background: var(--bad-ground); }
.failure ul { margin: 0.5rem 0 0; padding-inline-start: 1.25rem; }
.pairs { width: auto; font-size: 0.75rem; border-collapse: separate; border-spacing: 2px; }
.pairs th, .pairs td { border: 0; padding: 0.25rem; }
.pairs thead th { vertical-align: bottom; }
.pairs thead span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
.pairs tbody th { position: sticky; left: 0; background: var(--ground); white-space: nowrap; text-align: end; font-weight: 400; }
.pairs thead th { font-weight: 400; }
.pairs td { min-width: 2.125rem; text-align: center; border-radius: 0.25rem; color: var(--on-shade); }
.s1 { background: rgb(var(--shade) / 12%); }
.s2 { background: rgb(var(--shade) / 22%); }
.s3 { background: rgb(var(--shade) / 32%); }
.s4 { background: rgb(var(--shade) / 42%); }
.none { outline: 2px dashed var(--bad); outline-offset: -2px; font-weight: 700; color: var(--bad) !important; }
.broken { background: var(--bad-ground); font-weight: 700; color: var(--bad) !important; }
.apart { color: var(--quiet) !important; }
.legend { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; margin: 0.75rem 0; padding: 0; list-style: none; font-size: 0.875rem; }
.legend span { display: inline-block; min-width: 1.75rem; margin-inline-end: 0.375rem; padding: 0 0.25rem; border-radius: 0.25rem; text-align: center; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@page { size: A4; margin: 12mm; }
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --raised: #ffffff; --line: #b9c2cb; --text: #000000; --quiet: #44505c;
    --good: #146c43; --bad: #b3261e; --bad-ground: #fdecea; --bar: #2f6fb0;
    --shade: 47 111 176; --on-shade: #000000;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  * { print-color-adjust: exact; }
  h2 { break-after: avoid; }
  tr, .failure, .tiles div { break-inside: avoid; }
  .scroll { overflow: visible; }
  .pairs { font-size: 6.5pt; }
  .pairs th, .pairs td { padding: 1pt; }
  .pairs td { min-width: 16pt; }
  .pairs tbody th { position: static; }
}
`;
