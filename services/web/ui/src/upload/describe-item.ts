import { formatBytes } from "../format.ts";
import { messages } from "../messages.ts";
import type { UploadItem } from "./upload-item.ts";

/** How an upload stands, in words. */
export function describeItem(item: UploadItem): string {
  const text = messages.upload;
  const sent = text.sent(formatBytes(item.sentBytes), formatBytes(item.sizeBytes));
  const rate = item.bytesPerSecond;
  switch (item.status) {
    case "failed":
      return item.message ?? messages.timeline.unknownFailure;
    case "needsFile":
      return text.needsFile;
    case "done":
      return item.duplicate ? text.duplicate : `${text.done} · ${formatBytes(item.sizeBytes)}`;
    case "waiting":
      return `${text.waiting} · ${formatBytes(item.sizeBytes)}`;
    case "paused":
      return `${text.paused} · ${sent}`;
    case "uploading":
      return rate > 0 ? `${sent} · ${text.speed(formatBytes(rate))}` : sent;
  }
}
