import type { CliResult } from "../cli-result.ts";
import type { Found } from "./find-files.ts";
import type { FileOutcome, Outcome } from "./outcome.ts";
import { formatBytes, formatCount, printable } from "./progress/format.ts";
import type { TargetAlbum } from "./target-album.ts";

export interface Run {
  readonly url: string;
  readonly found: Found;
  readonly outcomes: readonly FileOutcome[];
  /** The album that was added to. */
  readonly filled: { readonly album: TargetAlbum; readonly wanted: number; readonly added: number } | undefined;
  /** Why it ended before all files were tried. */
  readonly stoppedBy: { readonly code: string; readonly message: string } | undefined;
}

const reasons = { not_media: "neither photo nor video by name", link: "a link", special: "not a file" } as const;
/** Of those that failed or were left out; `--json` names all. */
const shownAtMost = 20;

/** What a run has to say, and how it ends: nothing is called done that is not. */
export function reportRun(run: Run, options: { json: boolean }): CliResult {
  const failed = run.outcomes.some(({ outcome }) => outcome.kind === "failed");
  return {
    exitCode: run.stoppedBy?.code === "interrupted" ? 130 : failed || run.stoppedBy ? 1 : 0,
    out: options.json ? JSON.stringify(describeRun(run), null, 2) : summarizeRun(run),
    error: run.stoppedBy ? `mediashare upload: ${run.stoppedBy.message}` : "",
  };
}

function describeRun({ url, found, outcomes, filled, stoppedBy }: Run): Record<string, unknown> {
  return {
    url,
    counts: { ...countKinds(outcomes), untried: found.files.length - outcomes.length, leftOut: found.leftOut.length },
    files: outcomes.map(({ file, outcome: { kind, ...more } }) => ({
      path: file.path,
      sizeBytes: file.sizeBytes,
      outcome: kind,
      ...more,
    })),
    leftOut: found.leftOut.map(({ shownPath, reason }) => ({ path: shownPath, reason })),
    album: filled ? { id: filled.album.id, added: filled.added } : null,
    stoppedBy: stoppedBy ?? null,
  };
}

function summarizeRun({ found, outcomes, filled, url }: Run): string {
  const counts = countKinds(outcomes);
  const sentBytes = sum(outcomes, "uploaded");
  const parts = [
    `${formatCount(counts.uploaded, "file")} uploaded${counts.uploaded > 0 ? ` (${formatBytes(sentBytes)})` : ""}`,
    ...(counts.missing > 0 ? [`${counts.missing} to upload (${formatBytes(sum(outcomes, "missing"))}), as this is a dry run`] : []),
    ...(counts.there > 0 ? [`${counts.there} there already`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(found.files.length > outcomes.length ? [`${found.files.length - outcomes.length} not tried`] : []),
  ];
  const failures = outcomes.flatMap(({ file, outcome }) =>
    outcome.kind === "failed" ? [`  ${printable(file.shownPath)}: ${printable(outcome.message)}`] : [],
  );
  const leftOut = found.leftOut.map(({ shownPath, reason }) => `  ${printable(shownPath)}: ${reasons[reason]}`);
  return [
    `${parts.join(", ")}. ${url}`,
    ...(filled ? [describeFilled(filled)] : []),
    ...(failures.length > 0 ? ["", "Failed:", ...firstOf(failures)] : []),
    ...(leftOut.length > 0 ? ["", `Left out, ${formatCount(leftOut.length, "file")}:`, ...firstOf(leftOut)] : []),
  ].join("\n");
}

function describeFilled({ album, wanted, added }: NonNullable<Run["filled"]>): string {
  const others = wanted - added;
  const rest = others === 0 ? "" : `; ${others} more ${others === 1 ? "is" : "are"} in it already, or could not be processed`;
  return `${formatCount(added, "item")} added to the album "${printable(album.name)}"${rest}.`;
}

function countKinds(outcomes: readonly FileOutcome[]): Record<Outcome["kind"], number> {
  const counts = { uploaded: 0, there: 0, missing: 0, failed: 0 };
  for (const { outcome } of outcomes) counts[outcome.kind] += 1;
  return counts;
}

function sum(outcomes: readonly FileOutcome[], kind: Outcome["kind"]): number {
  return outcomes.reduce((total, { file, outcome }) => (outcome.kind === kind ? total + file.sizeBytes : total), 0);
}

function firstOf(lines: readonly string[]): readonly string[] {
  return lines.length <= shownAtMost ? lines : [...lines.slice(0, shownAtMost), `  … and ${lines.length - shownAtMost} more`];
}
