import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ObjectStore } from "@mediashare/core";
import { DomainError } from "@mediashare/kit";

export class ScratchTooSmallError extends DomainError {
  readonly code = "too_large";
}

/** Runs `work` with a private folder for its files, which is gone afterwards, however it ends. */
export async function withScratch<T>(root: string | undefined, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(root ?? tmpdir(), "mediashare-task-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Copies an object into a scratch file.
 * @throws ScratchTooSmallError when it is larger than `maxBytes`
 */
export async function fetchObject(
  store: ObjectStore,
  key: string,
  file: string,
  options: { maxBytes: number; signal: AbortSignal },
): Promise<void> {
  const object = await store.get(key, undefined, options.signal);
  if (object.sizeBytes > options.maxBytes) {
    object.body.destroy();
    throw new ScratchTooSmallError(`The image has ${object.sizeBytes} bytes; at most ${options.maxBytes} are processed.`);
  }
  await pipeline(object.body, createWriteStream(file), { signal: options.signal });
}
