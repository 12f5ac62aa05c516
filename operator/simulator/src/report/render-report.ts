import type { Simulation } from "../simulate.ts";
import { MEASURES } from "./measures.ts";
import { type Chart, renderChart } from "./render-chart.ts";
import { STYLES } from "./styles.ts";

export interface Report {
  readonly title: string;
  /** How it was come by, a sentence each. */
  readonly notes: readonly string[];
  /** The first is the one that the others are compared with. */
  readonly simulations: readonly Simulation[];
}

const CHARTS: readonly Chart[] = [
  { title: "Backlog, tasks", pick: ({ visible }) => visible },
  { title: "Workers on nodes", pick: ({ placed }) => placed },
  { title: "Workers at work", pick: ({ busy }) => busy },
  { title: "Nodes", pick: ({ onDemandNodes, spotNodes }) => onDemandNodes + spotNodes },
  { title: "Nodes on demand", pick: ({ onDemandNodes }) => onDemandNodes },
];

/** One HTML page that needs nothing else. */
export function renderReport({ title, notes, simulations }: Report): string {
  const legend = simulations.map(({ name }, index) => `<li class="s${index}">${escapeHtml(name)}</li>`);
  const head = simulations.map(({ name }) => `<th scope="col">${escapeHtml(name)}</th>`);
  const rows = MEASURES.map(({ name, value }) => {
    const cells = simulations.map(({ summary }) => `<td>${value(summary)}</td>`);
    return `<tr><th scope="row">${name}</th>${cells.join("")}</tr>`;
  });
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>\n<style>${STYLES}</style>\n</head>\n<body>\n<h1>${escapeHtml(title)}</h1>`,
    `<div class="wide" tabindex="0"><table><thead><tr><td></td>${head.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`,
    `<ul class="legend">${legend.join("")}</ul>`,
    ...CHARTS.map((chart) => renderChart(chart, simulations)),
    `<ul class="notes">${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("\n")}</ul>\n</body>\n</html>\n`,
  ].join("\n");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
