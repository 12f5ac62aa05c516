import type { Simulation } from "../simulate.ts";
import { MEASURES } from "./measures.ts";

/** The comparison for a terminal, a column to each scaler. */
export function renderComparison(simulations: readonly Simulation[]): string {
  const rows = [
    ["", ...simulations.map(({ name }) => name)],
    ...MEASURES.map(({ name, value }) => [name, ...simulations.map(({ summary }) => value(summary))]),
  ];
  const widths = (rows[0] ?? []).map((_unused, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  ")).join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
