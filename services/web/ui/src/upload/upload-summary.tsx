import { formatBytes, formatPercent, formatRemaining } from "../format.ts";
import { messages } from "../messages.ts";
import type { UploadTotals } from "./upload-item.ts";

export function UploadSummary({ totals, skipped }: { totals: UploadTotals; skipped: number }) {
  const share = totals.sizeBytes === 0 ? 0 : totals.sentBytes / totals.sizeBytes;
  const remainingMs = totals.bytesPerSecond > 0 ? ((totals.sizeBytes - totals.sentBytes) / totals.bytesPerSecond) * 1000 : undefined;
  const details = [
    totals.left > 0 && formatPercent(share),
    totals.bytesPerSecond > 0 && messages.upload.speed(formatBytes(totals.bytesPerSecond)),
    remainingMs !== undefined && messages.upload.left(formatRemaining(remainingMs)),
  ].filter((detail) => typeof detail === "string");
  return (
    <span className="upload-summary">
      <span className="upload-title">{titleOf(totals, skipped)}</span>
      {details.length > 0 && <span className="upload-details">{details.join(" · ")}</span>}
      {totals.left > 0 && <progress className="bar" value={share} aria-label={messages.upload.progress} />}
    </span>
  );
}

function titleOf(totals: UploadTotals, skipped: number): string {
  const text = messages.upload;
  if (totals.left > 0 && totals.paused === totals.left) return text.allPaused(totals.left);
  if (totals.left > 0) return text.uploading(totals.done, totals.done + totals.left);
  if (totals.failed > 0) return text.finishedWithFailures(totals.failed);
  return totals.done > 0 ? text.finished(totals.done) : text.skipped(skipped);
}
