import { createHash } from "node:crypto";
import { deliveryKeys, type ObjectStore, type RenditionRow, type TaskRow } from "@mediashare/core";
import { retryOutage } from "../retry-outage.ts";

/** What never changes under its name may be cached for good. */
export const immutable = "public, max-age=31536000, immutable";

/** The key of an output of this run over the media. */
export function outputKey(task: Pick<TaskRow, "media_id" | "generation">, name: string): string {
  return deliveryKeys.generationPrefix(task.media_id, task.generation) + name;
}

/** `v720-3.m4s` → `v720-3-0a1b2c3d4e5f6071.m4s`: the same name always holds the same bytes. */
export function contentAddressed(name: string, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
}

export interface Output {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly cacheControl?: string;
}

/** Stores an output, also when the store is away for a while. @returns its key */
export async function storeOutput(store: ObjectStore, task: TaskRow, output: Output, signal: AbortSignal): Promise<string> {
  const key = outputKey(task, output.name);
  const { contentType, cacheControl = immutable } = output;
  await retryOutage(() => store.put(key, output.bytes, { contentType, cacheControl, signal }), signal);
  return key;
}

/** A row for an output; what is not said is unknown. */
export function renditionRow(
  task: TaskRow,
  row: Pick<RenditionRow, "name" | "role" | "content_type" | "key" | "size_bytes"> & Partial<RenditionRow>,
): RenditionRow {
  return { media_id: task.media_id, generation: task.generation, width: null, height: null, codecs: null, frame_rate: null, ...row };
}
