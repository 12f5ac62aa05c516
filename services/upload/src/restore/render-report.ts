import type { Finding, RestoreReport } from "./report.ts";

/** What was found and done, for people. */
export function renderReport(report: RestoreReport, { apply }: { readonly apply: boolean }): string {
  const { unknown, uncommitted, refused, empty } = report;
  const due = unknown.count + uncommitted.count;
  const lines: [string, number][] = [
    ["originals in the bucket", report.originals],
    ["  without a row", unknown.count],
    ["  whole, but never committed", uncommitted.count],
    ...(apply
      ? ([
          ["  made media again", report.restored],
          ["  removed: the owner has the same content", report.duplicates],
          ["  left: no photo or video", refused.count],
        ] satisfies [string, number][])
      : []),
    ["media", report.rows],
    ["  whose original is gone", empty.count],
    ...(report.deleted > 0 ? ([["  marked as deleted", report.deleted]] satisfies [string, number][]) : []),
  ];
  return [
    ...renderCounts(lines),
    ...examples("without a row", unknown),
    ...examples("whole, but never committed", uncommitted),
    ...examples("no photo or video", refused),
    ...examples("media whose original is gone", empty),
    "",
    ...(apply
      ? []
      : [due > 0 ? "Dry run: no row and no object was changed. --apply makes media of them." : "Dry run: there is nothing to restore."]),
    ...(empty.count > report.deleted
      ? [
          `Media without their original were most likely deleted after the backup: --apply --delete-missing ${empty.count} marks them as deleted. ` +
            "If they were not, get the objects back first: the bucket keeps versions.",
        ]
      : []),
  ]
    .join("\n")
    .trimEnd();
}

/** One line of progress. */
export function renderProgress({ originals, unknown, uncommitted, restored, rows }: RestoreReport): string {
  return `${originals} originals looked at, ${unknown.count + uncommitted.count} to restore, ${restored} restored; ${rows} media looked at`;
}

/** Names, and how many there are of each. */
export function renderCounts(lines: readonly (readonly [name: string, count: number])[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, count]) => `${name.padEnd(width)}  ${count.toLocaleString("en").padStart(10)}`);
}

export function examples(title: string, { count, examples }: Finding): string[] {
  if (count === 0) return [];
  return [
    "",
    `${title}:`,
    ...examples.map((example) => `  ${example}`),
    ...(count > examples.length ? [`  … and ${count - examples.length} more`] : []),
  ];
}
