import { join } from "node:path";
import sharp, { type Sharp, type WebpOptions } from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import type { ImageFormat } from "./image-facts.ts";
import { type Look, makeLook } from "./look.ts";
import { namingFaults } from "./naming-faults.ts";
import { firstFrame, fromPixels, type Pixels, resizePixels, toPixels, turnPixels } from "./pixels.ts";
import { contentTypes, encoderSettings, type ImagePlan, type PlannedRendition } from "./plan.ts";

/** An original, and what libvips reads of it: the file itself, or a TIFF of its picture where libvips does not know its coding. */
export interface Original {
  readonly file: string;
  readonly format: ImageFormat;
  readonly readable: string | Buffer;
}

export interface RenderedImage {
  readonly name: string;
  readonly file: string;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

/**
 * Makes the planned renditions into `folder`: the source is decoded once to the largest size, upright and in sRGB, and every smaller
 * size is made of the one before. Nothing of the source's metadata is kept.
 * Errors: `ImageFaultError` where the file is at fault; others are the machine's.
 */
export async function renderImage(
  original: Original,
  plan: ImagePlan,
  folder: string,
): Promise<{ images: RenderedImage[]; thumbhash: Buffer; look: Look | undefined }> {
  const timing = plan.animated ? await readTiming(original.file) : {};
  const sizes = new Map<number, Pixels>();
  let pixels: Pixels | undefined;
  for (const rendition of plan.renditions) {
    if (sizes.has(rendition.width)) continue;
    pixels = pixels
      ? await resizePixels(pixels, rendition)
      : await namingFaults(original.file, original.format, () => decode(original, plan, rendition));
    sizes.set(rendition.width, pixels);
  }
  const written = await Promise.allSettled(
    plan.renditions.map((rendition) => write(sizes.get(rendition.width) as Pixels, rendition, timing, folder)),
  );
  const images = written.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
  const smallest = firstFrame(pixels as Pixels);
  return { images, thumbhash: await makeThumbhash(smallest), look: await makeLook(smallest) };
}

/** A file that ends early is refused (libvips calls that an error in a TIFF), harmless oddities are not. Turned last: turning the small one costs a third of turning the large one. */
async function decode(
  { readable, format }: Original,
  { animated, orientation }: ImagePlan,
  { width, height }: PlannedRendition,
): Promise<Pixels> {
  const stored = orientation >= 5 ? { width: height, height: width } : { width, height };
  const image = sharp(readable, {
    limitInputPixels: false,
    failOn: format === "tiff" ? "error" : "truncated",
    sequentialRead: true,
    animated,
  });
  return turnPixels(await toPixels(image.resize({ ...stored, fit: "fill" })), orientation);
}

type Timing = Pick<WebpOptions, "delay" | "loop">;

async function readTiming(source: string): Promise<Timing> {
  const { delay, loop } = await sharp(source, { limitInputPixels: false }).metadata();
  return { ...(delay ? { delay } : {}), ...(loop === undefined ? {} : { loop }) };
}

async function write(pixels: Pixels, rendition: PlannedRendition, timing: Timing, folder: string): Promise<RenderedImage> {
  const { name, width, height, format } = rendition;
  const file = join(folder, name);
  const { size } = await encode(pixels, format, timing).toFile(file);
  return { name, file, contentType: contentTypes[format], width, height, sizeBytes: size };
}

function encode(pixels: Pixels, format: PlannedRendition["format"], timing: Timing): Sharp {
  if (format === "webp") return fromPixels(pixels).webp({ ...encoderSettings.webp, ...timing });
  const still = fromPixels(firstFrame(pixels));
  if (format === "avif") return still.avif(encoderSettings.avif);
  return still.flatten({ background: "#ffffff" }).jpeg(encoderSettings.jpeg);
}

/** thumbhash takes at most 100 × 100. */
const thumbSide = 100;

async function makeThumbhash(pixels: Pixels): Promise<Buffer> {
  const small = fromPixels(pixels).resize({ width: thumbSide, height: thumbSide, fit: "inside" }).ensureAlpha();
  const { data, width, height } = await toPixels(small);
  return Buffer.from(rgbaToThumbHash(width, height, data));
}
