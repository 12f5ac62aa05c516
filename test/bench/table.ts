export interface BenchRow {
  readonly what: string;
  readonly ours: number;
  readonly peer: string;
  readonly theirs: number;
  readonly unit: string;
  /** Whether more is better: throughput is, time and memory are not. */
  readonly moreIsBetter: boolean;
}

/** Markdown; the ratio is above 1 where ours is better. */
export function renderTable(rows: readonly BenchRow[]): string {
  const lines = rows.map(({ what, ours, peer, theirs, unit, moreIsBetter }) => {
    const ratio = moreIsBetter ? ours / theirs : theirs / ours;
    return `| ${what} | ${format(ours)} ${unit} | ${peer} | ${format(theirs)} ${unit} | ${ratio.toFixed(2)} |`;
  });
  return ["| what | Mediashare | peer | peer's | ratio (above 1: ours is better) |", "|---|---|---|---|---|", ...lines].join("\n");
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
