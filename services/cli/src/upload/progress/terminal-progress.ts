import type { ProgressOutput } from "../../surroundings.ts";
import type { FoundFile } from "../find-files.ts";
import { formatBytes, printable } from "./format.ts";
import { renderBars } from "./render-bars.ts";
import type { UploadProgress } from "./upload-progress.ts";

const redrawMs = 100;
/** The rate shown is that of so many seconds. */
const rateWindowMs = 10_000;

/** A bar for the whole, and one for each file under way, drawn over themselves. */
export function terminalProgress(files: readonly FoundFile[], output: ProgressOutput): UploadProgress {
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const active = new Map<FoundFile, number>();
  const rates: { readonly atMs: number; readonly bytes: number }[] = [];
  let [settledFiles, settledBytes, failedFiles, hashedBytes, sentBytes, drawnLines] = [0, 0, 0, 0, 0, 0];

  const rate = (): number | undefined => {
    const nowMs = performance.now();
    rates.push({ atMs: nowMs, bytes: sentBytes });
    while ((rates[0]?.atMs ?? nowMs) < nowMs - rateWindowMs) rates.shift();
    const first = rates[0];
    return first && nowMs > first.atMs && sentBytes > first.bytes ? ((sentBytes - first.bytes) * 1_000) / (nowMs - first.atMs) : undefined;
  };
  const clear = (): string => (drawnLines > 0 ? `\r\u001b[${drawnLines}A\u001b[J` : "");
  const draw = (): void => {
    const standing = {
      ...{ files: files.length, totalBytes, settledFiles, settledBytes, failedFiles, hashedBytes, bytesPerSecond: rate() },
      active: [...active].map(([{ shownPath, sizeBytes }, sent]) => ({ shownPath, sizeBytes, sentBytes: sent })),
    };
    const lines = renderBars(standing, output.columns);
    output.write(`${clear()}${lines.join("\n")}\n`);
    drawnLines = lines.length;
  };
  const timer = setInterval(draw, redrawMs);
  return {
    hashed: (bytes) => {
      hashedBytes += bytes;
    },
    started: (file) => active.set(file, 0),
    sent: (file, bytes) => {
      // A new attempt begins where the server stands, which may be further back.
      sentBytes += Math.max(0, bytes - (active.get(file) ?? 0));
      active.set(file, bytes);
    },
    settled: (file, outcome) => {
      active.delete(file);
      settledFiles += 1;
      settledBytes += file.sizeBytes;
      if (outcome.kind !== "failed") return;
      failedFiles += 1;
      output.write(`${clear()}failed  ${printable(file.shownPath)}  ${formatBytes(file.sizeBytes)}: ${printable(outcome.message)}\n`);
      drawnLines = 0;
    },
    end: () => {
      clearInterval(timer);
      output.write(clear());
      drawnLines = 0;
    },
  };
}
