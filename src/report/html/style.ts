/** The page's style sheet. Fonts are the reader's own. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --paper: #fff; --ink: #1b1f24; --faint: #575f69; --line: #dfe2e6; --link: #1a56b0;
  --pass: #17653a; --pass-tint: #e4f3ea; --fail: #a5201c; --fail-tint: #fdeae8;
  --unknown: #7a4b00; --unknown-tint: #fcf1d8; --waived: #573a9c; --waived-tint: #efeafb;
  --none: #4f5761; --none-tint: #eceef1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121518; --paper: #1a1e23; --ink: #e7e9ec; --faint: #a5adb7; --line: #30363d; --link: #8db7ff;
    --pass: #7fd6a2; --pass-tint: #14301f; --fail: #ff9f97; --fail-tint: #3b1a19;
    --unknown: #f0c46c; --unknown-tint: #352a10; --waived: #c5b3ff; --waived-tint: #292145;
    --none: #b3bac3; --none-tint: #272c32;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
}
.wide { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); z-index: 9; }

header.wide { padding-top: 3.5rem; }
.kicker { margin: 0; color: var(--faint); font-size: .875rem; letter-spacing: .02em; }
h1 { margin: .25rem 0 .75rem; font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.15; letter-spacing: -.02em; font-weight: 650; text-wrap: balance; }
h2 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25; letter-spacing: -.01em; font-weight: 650; }
h3 { display: inline; margin: 0; font-size: 1rem; font-weight: 600; }
h4 { margin: 0 0 .25rem; font-size: .8125rem; font-weight: 600; color: var(--faint); }
.banner { max-width: 46rem; margin: 0 0 1rem; padding: .5rem .75rem; border-left: .3rem solid currentColor; font-weight: 600; }
.lead { max-width: 46rem; margin: 0 0 1.5rem; color: var(--faint); }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: 0; }
.facts dt, .faint, small { color: var(--faint); font-size: .8125rem; }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 2rem 0 0; padding: .75rem 0; list-style: none; border-block: 1px solid var(--line); font-size: .9375rem; }
section { margin: 3rem 0; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
.card { padding: 1.125rem 1.25rem 1rem; border: 1px solid var(--line); border-radius: 12px; background: var(--paper); }
.card .number { display: block; font-size: 2.25rem; line-height: 1.1; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.card dl { display: grid; grid-template-columns: 1fr auto; gap: .125rem 1rem; margin: .75rem 0 0; padding-top: .625rem; border-top: 1px solid var(--line); font-size: .875rem; }
.card dt { color: var(--faint); }
.card dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
.zero { color: var(--faint); }

.pass { color: var(--pass); } .fail { color: var(--fail); } .unknown { color: var(--unknown); } .waived, .baselined, .off, .structural { color: var(--waived); }
.not-seen, .not-covered, .low { color: var(--none); }
.critical, .high { color: var(--fail); } .medium { color: var(--unknown); }
.badge { display: inline-block; padding: .0625rem .5rem; border-radius: 99px; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.badge.pass { background: var(--pass-tint); } .badge.fail { background: var(--fail-tint); }
.badge.unknown { background: var(--unknown-tint); } .badge.waived, .badge.baselined, .badge.off, .badge.structural { background: var(--waived-tint); }
.badge.not-seen, .badge.not-covered { background: var(--none-tint); }
.badge.critical { background: var(--fail); color: var(--paper); }
.badge.high, .badge.medium, .badge.low { box-shadow: inset 0 0 0 1px; }
.bar { display: block; width: 100%; height: 8px; margin: .5rem 0 0; border-radius: 4px; background: var(--none-tint); }
.bar rect { fill: currentColor; }
.bar .not-seen { opacity: .3; } .bar .not-covered { opacity: 0; }

details { margin: 0 0 .5rem; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }
summary { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .25rem .875rem; align-items: baseline; padding: .75rem 1rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "+"; width: 1ch; color: var(--faint); font-family: ui-monospace, monospace; }
[open] > summary::before { content: "\\2212"; }
summary:hover { background: color-mix(in srgb, var(--ink) 4%, transparent); border-radius: 10px; }
summary .counts { display: flex; flex-wrap: wrap; gap: .25rem; justify-content: flex-end; }
summary .under { grid-column: 2 / -1; }
summary code { margin-right: .5rem; color: var(--faint); white-space: nowrap; }
.inside { padding: .25rem 1rem 1rem; scroll-margin-top: 12rem; }
.inside:target { box-shadow: inset 3px 0 var(--link); }
.why { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .75rem 2rem; margin-bottom: 1rem; font-size: .9375rem; }
.why p { margin: 0; }

table { width: 100%; border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; padding-bottom: .25rem; color: var(--faint); font-size: .8125rem; }
th, td { padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { border-top: 0; color: var(--faint); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
tbody th small { display: block; }
.plain td { overflow-wrap: break-word; }
.plain th:first-child { min-width: 16rem; }
.plain code { overflow-wrap: anywhere; }
.verdicts, .controls { table-layout: fixed; }
.verdicts th:nth-child(1) { width: 32%; } .verdicts th:nth-child(2) { width: 11%; } .verdicts th:nth-child(3) { width: 6rem; } .verdicts th:nth-child(5) { width: 25%; }
.controls th:nth-child(1) { width: 30%; } .controls th:nth-child(2) { width: 12.5rem; }
.links { display: flex; flex-wrap: wrap; gap: .125rem .875rem; margin: 0; padding: 0; list-style: none; }
.paper + h3 { display: block; margin: 1.5rem 0 .5rem; }
.open-part { margin: 0; }
.links + .open-part { margin-top: .25rem; }
.paper { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }

form { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; gap: .625rem .875rem; align-items: end; margin: 1rem 0; padding: .75rem 0; background: var(--page); border-bottom: 1px solid var(--line); }
label { display: grid; gap: .125rem; flex: 1 1 9rem; font-size: .8125rem; color: var(--faint); }
select, input, button { width: 100%; min-height: 2.5rem; padding: .375rem .625rem; border: 1px solid #878f99; border-radius: 8px; background: var(--paper); color: var(--ink); font: inherit; font-size: .9375rem; }
button { width: auto; cursor: pointer; }
.shown { flex: 1 1 100%; margin: 0; font-size: .875rem; font-variant-numeric: tabular-nums; }
footer.wide { margin-top: 4rem; padding-block: 1.5rem 3rem; border-top: 1px solid var(--line); color: var(--faint); font-size: .875rem; }

@media (max-width: 46rem) {
  header.wide { padding-top: 2rem; }
  form { position: static; }
  section { margin: 2.25rem 0; }
  summary { grid-template-columns: auto minmax(0, 1fr); }
  summary .counts { grid-column: 2; justify-content: flex-start; }
  thead { position: absolute; left: -999rem; }
  tr, tbody th, td { display: block; width: auto !important; min-width: 0 !important; border: 0; padding: .125rem 0; }
  tbody tr { padding: .625rem 0; border-top: 1px solid var(--line); }
  td[data-label]:not(:empty)::before { content: attr(data-label) ": "; color: var(--faint); }
}
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --paper: #fff; --ink: #000; --faint: #444; --line: #bbb; --link: #000;
    --pass: #17653a; --fail: #a5201c; --unknown: #7a4b00; --waived: #573a9c; --none: #444;
    --pass-tint: #fff; --fail-tint: #fff; --unknown-tint: #fff; --waived-tint: #fff; --none-tint: #fff;
  }
  html { font-size: 9pt; }
  nav, form button, label, .skip, summary::before { display: none !important; }
  form { display: block; position: static; border: 0; padding: 0; }
  details::details-content { content-visibility: visible !important; display: block !important; block-size: auto !important; }
  details, .card, .paper { border-radius: 0; }
  summary { grid-template-columns: minmax(0, 1fr) auto; break-after: avoid; }
  summary .under { grid-column: 1 / -1; }
  .badge:not(.critical, .high, .medium, .low) { padding-left: 0; }
  tr, .card { break-inside: avoid; }
  h2, h3, thead { break-after: avoid; }
  header.wide { padding-top: 0; }
  section { margin: 1.5rem 0; }
  .inside:target { box-shadow: none; }
}
`;
