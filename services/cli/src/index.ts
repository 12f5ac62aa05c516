export { runCli } from "./run-cli.ts";
export { batched, mapConcurrent } from "./upload/concurrency.ts";
export { findLocalToken } from "./upload/find-token.ts";
export { formatBytes, printable } from "./upload/progress/format.ts";
export { renderBars, type Standing } from "./upload/progress/render-bars.ts";
export { journalPath, UploadJournal } from "./upload/upload-journal.ts";
