/** Colours that differ in brightness too, on light and on dark ground. */
export const STYLES = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --faint: #59636e; --rule: #d8dee4; --s0: #0550ae; --s1: #bc4c00; --s2: #8250df; --s3: #1a7f37; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0d1117; --text: #e6edf3; --faint: #9198a1; --rule: #30363d; --s0: #58a6ff; --s1: #f0883e; --s2: #bc8cff; --s3: #56d364; }
}
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem 0 .25rem 1.5rem; text-align: right; border-bottom: 1px solid var(--rule); font-weight: normal; }
th[scope=col] { font-weight: 600; vertical-align: bottom; }
th[scope=row] { padding-left: 0; text-align: left; color: var(--faint); }
figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; }
.plot { position: relative; height: 12rem; margin: .75rem 0 3rem 3.5rem; color: var(--faint); font-size: 12px; line-height: 1; }
.plot svg { display: block; width: 100%; height: 100%; overflow: visible; }
.plot path { fill: none; vector-effect: non-scaling-stroke; }
.grid { stroke: var(--rule); }
.line { stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
.value, .time { position: absolute; white-space: nowrap; }
.value { right: 100%; padding-right: .5rem; transform: translateY(50%); }
.time { top: 100%; padding-top: .5rem; transform: translateX(-50%); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: .5rem 0; margin: 1rem 0 0; position: sticky; top: 0; z-index: 1; background: var(--ground); }
.legend li { color: var(--text); }
.legend li::before { content: ""; display: inline-block; width: 1.5em; height: 3px; margin-right: .5em; vertical-align: middle; background: var(--line); }
.s0 { color: var(--s0); --line: var(--s0); } .s1 { color: var(--s1); --line: var(--s1); } .s2 { color: var(--s2); --line: var(--s2); } .s3 { color: var(--s3); --line: var(--s3); }
.notes { padding-left: 1.2rem; color: var(--faint); font-size: .9rem; }
@media (max-width: 40rem) {
  table { font-size: 13px; }
  th, td { padding-left: .75rem; }
  .legend { gap: 0 1rem; font-size: 13px; }
  .between { display: none; }
}
`;
