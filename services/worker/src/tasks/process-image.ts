import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  completeTask,
  describeMedia,
  publishMedia,
  putRenditions,
  type RenditionRow,
  recordLook,
  type TaskRow,
  withLease,
} from "@mediashare/core";
import type { ImageFacts } from "../image/image-facts.ts";
import type { ProcessedImage } from "../image/process-image.ts";
import { retryOutage } from "../retry-outage.ts";
import { fetchObject, withScratch } from "../scratch.ts";
import type { TaskContext } from "../task-context.ts";
import { renditionRow, storeOutput } from "./outputs.ts";
import type { TaskDeps } from "./task-deps.ts";

/** Larger files are no photos: a 100-megapixel TIFF of 16 bits has 600 MB. */
const maxImageBytes = 1024 ** 3;

/** Does all of an image in one go, and makes it ready. */
export async function processImageTask(deps: TaskDeps, context: TaskContext): Promise<void> {
  const { media, lease, signal } = context;
  await withScratch(deps.scratchPath, async (folder) => {
    const source = join(folder, "original");
    await retryOutage(() => fetchObject(deps.originals, media.original_key, source, { maxBytes: maxImageBytes, signal }), signal);
    const made = await decodeImage(deps, context, source, folder, "w");
    const rows = await storeImages(deps, context, made, "image");
    await retryOutage(
      () =>
        withLease(deps.db, lease, async (trx, task) => {
          await describeMedia(trx, task, describe(made.facts));
          await putRenditions(trx, rows);
          await recordLook(trx, task, made.look);
          await completeTask(trx, task);
          await publishMedia(trx, task, { thumbhash: Buffer.from(made.thumbhash, "base64"), ready: true });
        }),
      signal,
    );
  });
}

export async function decodeImage(
  deps: TaskDeps,
  { signal }: TaskContext,
  source: string,
  folder: string,
  prefix: "w" | "poster-",
): Promise<ProcessedImage> {
  return deps.decoder.processImage({ source, folder, prefix, maxPixels: deps.image.maxPixels, modernFormat: deps.image.format }, signal);
}

/** Stores the renditions. @returns their rows */
export async function storeImages(
  deps: TaskDeps,
  context: TaskContext,
  made: ProcessedImage,
  role: "image" | "poster",
): Promise<RenditionRow[]> {
  return Promise.all(
    made.images.map(async ({ name, file, contentType, width, height, sizeBytes }) => {
      const key = await storeOutput(
        deps.renditions,
        context.task as TaskRow,
        { name, contentType, bytes: await readFile(file) },
        context.signal,
      );
      return renditionRow(context.task, { name, role, content_type: contentType, key, size_bytes: sizeBytes, width, height });
    }),
  );
}

function describe({
  width,
  height,
  frames,
  capturedAt,
  capturedLocal,
  camera,
  exposure,
  place,
  contentId,
}: ImageFacts): Parameters<typeof describeMedia>[2] {
  const facts = { capturedLocal, camera, exposure, place, contentId, ...(frames > 1 ? { animated: true } : {}) };
  return {
    width,
    height,
    durationMs: null,
    capturedAt: capturedAt === undefined ? null : new Date(capturedAt),
    facts: JSON.parse(JSON.stringify(facts)),
  };
}
