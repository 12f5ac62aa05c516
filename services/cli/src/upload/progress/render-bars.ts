import { formatBytes, formatDuration, printable } from "./format.ts";

/** How far an upload is. */
export interface Standing {
  readonly files: number;
  readonly totalBytes: number;
  readonly settledFiles: number;
  /** Of files that are through, whether sent or not. */
  readonly settledBytes: number;
  readonly failedFiles: number;
  readonly hashedBytes: number;
  readonly active: readonly { readonly shownPath: string; readonly sizeBytes: number; readonly sentBytes: number }[];
  /** While nothing was sent yet: unknown. */
  readonly bytesPerSecond: number | undefined;
}

const barWidth = 24;

/** Lines for a terminal of this width, none of which wraps. */
export function renderBars(standing: Standing, columns: number): string[] {
  const { active, totalBytes, bytesPerSecond } = standing;
  const doneBytes = standing.settledBytes + active.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  const facts = [
    `${standing.settledFiles}/${standing.files} files`,
    `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`,
    ...(standing.failedFiles > 0 ? [`${standing.failedFiles} failed`] : []),
    ...(active.length === 0 && standing.hashedBytes > 0 ? [`${formatBytes(standing.hashedBytes)} looked at`] : []),
    ...(bytesPerSecond === undefined
      ? []
      : [`${formatBytes(bytesPerSecond)}/s`, `${formatDuration((totalBytes - doneBytes) / bytesPerSecond)} left`]),
  ];
  return [
    fit(`${bar(doneBytes, totalBytes)}  ${facts.join(", ")}`, columns),
    ...active.map(({ shownPath, sizeBytes, sentBytes }) =>
      fit(`${bar(sentBytes, sizeBytes)} ${percent(sentBytes, sizeBytes)}  ${printable(shownPath)}`, columns),
    ),
  ];
}

function bar(part: number, whole: number): string {
  const filled = whole > 0 ? Math.floor((Math.min(part, whole) / whole) * barWidth) : 0;
  return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
}

function percent(part: number, whole: number): string {
  return `${whole > 0 ? Math.floor((Math.min(part, whole) / whole) * 100) : 0} %`.padStart(5);
}

/** The last column stays free: some terminals wrap when it is written. */
function fit(line: string, columns: number): string {
  const characters = [...line];
  return characters.length < columns ? line : `${characters.slice(0, Math.max(0, columns - 2)).join("")}…`;
}
