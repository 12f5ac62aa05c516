export type UploadStatus = "failed" | "needsFile" | "uploading" | "paused" | "waiting" | "done";

/** One line of the list of uploads. */
export interface UploadItem {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly status: UploadStatus;
  readonly bytesPerSecond: number;
  readonly message: string | undefined;
  readonly retryable: boolean;
  readonly mediaId: string | undefined;
  readonly duplicate: boolean;
  readonly file: Blob | undefined;
}

export interface SkippedFile {
  readonly name: string;
  readonly reason: string;
}

export interface UploadTotals {
  readonly count: number;
  readonly done: number;
  readonly failed: number;
  readonly paused: number;
  /** Not finished, not failed, whether paused or not. */
  readonly left: number;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly bytesPerSecond: number;
}

export interface UploadSnapshot {
  readonly items: readonly UploadItem[];
  readonly skipped: readonly SkippedFile[];
  readonly totals: UploadTotals;
}

/** What asks for attention stands first, what is finished last. */
const order: readonly UploadStatus[] = ["failed", "needsFile", "uploading", "paused", "waiting", "done"];

export function buildSnapshot(unsorted: readonly UploadItem[], skipped: readonly SkippedFile[]): UploadSnapshot {
  const items = order.flatMap((status) => unsorted.filter((item) => item.status === status));
  const counted = items.filter((item) => item.status !== "failed" && item.status !== "needsFile");
  const sum = (value: (item: UploadItem) => number) => counted.reduce((total, item) => total + value(item), 0);
  const number = (status: UploadStatus) => items.filter((item) => item.status === status).length;
  const done = number("done");
  return {
    items,
    skipped,
    totals: {
      count: items.length,
      done,
      failed: number("failed") + number("needsFile"),
      paused: number("paused"),
      left: counted.length - done,
      sizeBytes: sum((item) => item.sizeBytes),
      sentBytes: sum((item) => item.sentBytes),
      bytesPerSecond: sum((item) => item.bytesPerSecond),
    },
  };
}

export const emptySnapshot: UploadSnapshot = buildSnapshot([], []);
