import { stat } from "node:fs/promises";
import type { ImageFacts } from "../image-facts.ts";
import { ImageFaultError } from "../image-fault.ts";
import type { ImageLimits } from "../inspect-image.ts";
import { namingFaults } from "../naming-faults.ts";
import { readExif } from "../read-exif.ts";
import { buildTiff } from "./build-tiff.ts";
import { HeifFile } from "./heif-file.ts";

/**
 * What fits into the 2 GiB of memory that the decoder has: a process was seen to take 300 MB for 12 megapixels, 660 MB for 48. Phones make
 * HEIC of up to 50 megapixels, cameras of 60.
 */
const mostPixels = 100_000_000;
/** The whole file lies in that memory. Phones write 10 MB for 50 megapixels. */
const mostBytes = 200_000_000;

/**
 * What a HEIF file says of itself, and its picture as a TIFF: libvips decodes no HEVC. The decoder turns the picture as the file says;
 * EXIF's orientation says the same once more, and is not looked at (ISO/IEC 23008-12, annex A.2.1).
 * Errors: `ImageFaultError`, before a pixel of a bomb is decoded; others are the machine's.
 */
export async function developHeif(file: string, { maxPixels }: ImageLimits): Promise<{ facts: ImageFacts; tiff: Buffer }> {
  if ((await stat(file)).size > mostBytes) throw new ImageFaultError("heif_too_large");
  try {
    return await namingFaults(file, "heic", async () => {
      const heif = await HeifFile.open(file, Math.min(maxPixels, mostPixels));
      const { width, height, hasAlpha } = heif;
      const facts = { format: "heic", width, height, orientation: 1, frames: 1, hasAlpha, ...(await readExif(heif.readExif())) } as const;
      return { facts, tiff: buildTiff(heif.decode()) };
    });
  } catch (error) {
    const isTooLarge = error instanceof ImageFaultError && error.fault === "too_many_pixels" && maxPixels > mostPixels;
    throw isTooLarge ? new ImageFaultError("heif_too_many_pixels", String(error.cause)) : error;
  }
}
