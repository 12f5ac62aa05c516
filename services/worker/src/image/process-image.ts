import { z } from "zod";
import { developHeif } from "./heif/develop-heif.ts";
import { type ImageFacts, imageFactsSchema } from "./image-facts.ts";
import { inspectImage } from "./inspect-image.ts";
import { planImage } from "./plan.ts";
import { readFormat } from "./read-format.ts";
import { type Original, renderImage } from "./render-image.ts";

export const imageJobSchema = z.object({
  source: z.string(),
  /** Folder for the renditions. */
  folder: z.string(),
  maxPixels: z.number().positive(),
  maxFrames: z.int().positive().optional(),
  modernFormat: z.enum(["webp", "avif"]),
  prefix: z.enum(["w", "poster-"]),
});
export type ImageJob = z.infer<typeof imageJobSchema>;

const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);

export const processedImageSchema = z.object({
  facts: imageFactsSchema,
  images: z.array(
    z.object({ name: z.string(), file: z.string(), contentType: z.string(), width: z.int(), height: z.int(), sizeBytes: z.int() }),
  ),
  thumbhash: z.base64(),
  /** Left out where the picture is of one colour. */
  look: z.object({ outline: fingerprint, steps: fingerprint }).optional(),
});
export type ProcessedImage = z.infer<typeof processedImageSchema>;

/**
 * The whole way of an image: inspect, plan, render. Strangers' images go through `DecoderPool`, which runs it in a process of its own.
 * Errors: `ImageFaultError` where the file is at fault; others are the machine's.
 */
export async function processImage(job: ImageJob): Promise<ProcessedImage> {
  const { facts, readable } = await open(job);
  const original = { file: job.source, format: facts.format, readable };
  const { images, thumbhash, look } = await renderImage(original, planImage(facts, job), job.folder);
  return { facts, images, thumbhash: thumbhash.toString("base64"), look };
}

async function open(job: ImageJob): Promise<{ facts: ImageFacts; readable: Original["readable"] }> {
  const format = await readFormat(job.source);
  if (format !== "heic") return { facts: await inspectImage(job.source, format, job), readable: job.source };
  const { facts, tiff } = await developHeif(job.source, job);
  return { facts, readable: tiff };
}
