import { z } from "zod";

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** What is decoded here. */
export const imageFormat = z.enum(["jpeg", "png", "webp", "avif", "heic", "gif", "tiff"]);
export type ImageFormat = z.infer<typeof imageFormat>;

const optionalText = z.string().optional();

/** What an image file says about itself. */
export const imageFactsSchema = z.object({
  /** By content. */
  format: imageFormat,
  /** As displayed: after orientation, one frame. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** EXIF's, 1 to 8: how the stored pixels have to be turned. 1 where the decoder has turned them already. */
  orientation: z.int().min(1).max(8),
  frames: z.int().positive(),
  hasAlpha: z.boolean(),
  /** UTC where the camera recorded its offset or a GPS fix, else its local time taken as UTC. */
  capturedAt: z.iso.datetime().optional(),
  /** With the offset, where the camera recorded it. */
  capturedLocal: optionalText,
  camera: z.object({ make: optionalText, model: optionalText, lens: optionalText }).optional(),
  exposure: z
    .object({
      seconds: z.number().optional(),
      fNumber: z.number().optional(),
      iso: z.number().optional(),
      focalLengthMm: z.number().optional(),
    })
    .optional(),
  /** Of a live photo's still. */
  contentId: optionalText,
  place: z.object({ latitude: z.number(), longitude: z.number(), altitudeM: z.number().optional() }).optional(),
});
export type ImageFacts = z.infer<typeof imageFactsSchema>;
