import sharp from "sharp";
import type { ImageFacts, ImageFormat } from "./image-facts.ts";
import { ImageFaultError } from "./image-fault.ts";
import { namingFaults } from "./naming-faults.ts";
import { readExif } from "./read-exif.ts";

export interface ImageLimits {
  /** Over all frames. */
  readonly maxPixels: number;
  readonly maxFrames?: number | undefined;
}

/** More than a minute of animation at 30 frames a second. */
const defaultMaxFrames = 2_000;

/** Reads headers only, of what libvips decodes. Errors: `ImageFaultError`, before a pixel of a bomb is decoded; others are the machine's. */
export async function inspectImage(file: string, format: ImageFormat, limits: ImageLimits): Promise<ImageFacts> {
  const metadata = await namingFaults(file, format, () => sharp(file, { limitInputPixels: false }).metadata());
  if (format === "avif" && metadata.compression !== "av1") throw new ImageFaultError("unsupported", metadata.compression);
  const frames = format === "gif" || format === "webp" ? (metadata.pages ?? 1) : 1;
  const { maxFrames = defaultMaxFrames, maxPixels } = limits;
  if (frames > maxFrames) throw new ImageFaultError("too_many_frames", `${frames} frames`);
  // No program turns the frames of an animation.
  const orientation = frames > 1 ? 1 : (metadata.orientation ?? 1);
  const { width, height } = frames > 1 ? metadata : metadata.autoOrient;
  if (width * height * frames > maxPixels) throw new ImageFaultError("too_many_pixels", `${width} × ${height} × ${frames}`);
  const exif = format === "tiff" ? file : metadata.exif;
  return { format, width, height, orientation, frames, hasAlpha: metadata.hasAlpha, ...(await readExif(exif)) };
}
