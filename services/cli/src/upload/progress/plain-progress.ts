import type { Outcome } from "../outcome.ts";
import { formatBytes, printable } from "./format.ts";
import type { UploadProgress } from "./upload-progress.ts";

/** A line for each file that is through: for logs and pipes. */
export function plainProgress(write: (text: string) => void): UploadProgress {
  return {
    hashed: () => undefined,
    started: () => undefined,
    sent: () => undefined,
    settled: (file, outcome) => write(`${describe(outcome)}  ${printable(file.shownPath)}  ${formatBytes(file.sizeBytes)}\n`),
    end: () => undefined,
  };
}

function describe(outcome: Outcome): string {
  return outcome.kind === "failed" ? `failed (${outcome.code})` : outcome.kind;
}
