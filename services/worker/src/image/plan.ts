import { z } from "zod";
import type { ImageFacts } from "./image-facts.ts";

/** Widths for `srcset`: from a thumbnail on a phone to a full page on a dense screen; each 1.6 to 2 times the one before. */
export const renditionWidths = [320, 640, 1280, 2048, 3200] as const;

/** No side is longer: WebP's own limit. */
const maxSide = 16_383;

/** Of an animation no rendition has more pixels over all frames, but the smallest: encoding 100 million takes about 6 s. */
const animationPixels = 100_000_000;

/**
 * Encoder settings: artefacts are hard to see on photos, and the formats look alike (38 dB on 1280 px wide photos).
 * WebP effort 2 needs 40 % of the CPU of sharp's default, 4, for files that are 8 % larger. AVIF effort 2 needs 8 % of 4's for
 * files that are 33 % larger. JPEG is for browsers that know nothing better: progressive would cost 60 % more CPU, mozjpeg seven times as much.
 */
export const encoderSettings = {
  webp: { quality: 78, effort: 2 },
  /** AVIF's scale of quality is another one. */
  avif: { quality: 52, effort: 2 },
  jpeg: { quality: 80 },
} as const;

export const contentTypes = { webp: "image/webp", avif: "image/avif", jpeg: "image/jpeg" } as const;

const plannedRendition = z.object({
  name: z.string(),
  format: z.enum(["webp", "avif", "jpeg"]),
  width: z.int().positive(),
  height: z.int().positive(),
});

export const imagePlanSchema = z.object({
  /** From the largest to the smallest width, so that each size is made of the one before. */
  renditions: z.array(plannedRendition).min(1),
  /** The modern format keeps all frames; JPEG shows the first. */
  animated: z.boolean(),
  /** EXIF's: how the stored pixels are to be turned. */
  orientation: z.int().min(1).max(8),
});
export type PlannedRendition = z.infer<typeof plannedRendition>;
export type ImagePlan = z.infer<typeof imagePlanSchema>;

export interface ImagePlanSettings {
  readonly modernFormat: "webp" | "avif";
  /** `poster-` names `poster-640.jpg`; images are named `w640.jpg`. */
  readonly prefix: "w" | "poster-";
}

/**
 * Which renditions to make: every width up to the image's own, and its own where that is between two of them; never larger than the
 * source. Each in the modern format and as JPEG. What is animated stays so as WebP: few browsers play animated AVIF well.
 */
export function planImage(image: Pick<ImageFacts, "width" | "height" | "frames" | "orientation">, settings: ImagePlanSettings): ImagePlan {
  const animated = image.frames > 1;
  const formats = [animated ? "webp" : settings.modernFormat, "jpeg"] as const;
  return {
    animated,
    orientation: image.orientation,
    renditions: planSizes(image).flatMap(({ width, height }) =>
      formats.map((format) => ({ name: `${settings.prefix}${width}.${extensions[format]}`, format, width, height })),
    ),
  };
}

const extensions = { webp: "webp", avif: "avif", jpeg: "jpg" } as const;

/** From the largest to the smallest. A width that is nearly the largest is left out. */
function planSizes(image: Pick<ImageFacts, "width" | "height" | "frames">): { width: number; height: number }[] {
  const highest = Math.max(1, Math.floor((maxSide * image.width) / image.height));
  const largest = Math.min(image.width, highest, renditionWidths[renditionWidths.length - 1] as number);
  const sizes = [...renditionWidths.filter((width) => width < largest * 0.9), largest].toReversed().map((width) => ({
    width,
    height: Math.min(maxSide, Math.max(1, Math.round((image.height * width) / image.width))),
  }));
  if (image.frames === 1) return sizes;
  const affordable = sizes.filter(({ width, height }) => width * height * image.frames <= animationPixels);
  return affordable.length > 0 ? affordable : sizes.slice(-1);
}
