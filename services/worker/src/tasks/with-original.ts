import type { MediaRow } from "@mediashare/core";
import { type Source, serveSource } from "../ffmpeg/source-server.ts";
import type { TaskDeps } from "./task-deps.ts";

/** Runs `work` with a media's original served on loopback, for decoders to read just what they need of it. */
export async function withOriginal<T>(
  deps: TaskDeps,
  media: MediaRow,
  work: (source: Source & { readonly sizeBytes: number }) => Promise<T>,
): Promise<T> {
  const sizeBytes = media.size_bytes ?? 0;
  const source = Object.assign(await serveSource(deps.originals, media.original_key, sizeBytes), { sizeBytes });
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
