import sharp, { type Sharp } from "sharp";
import type { ImageSize } from "./image-facts.ts";

/** Decoded frames, one below the other, 8-bit sRGB, with or without alpha. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  /** Of one frame. */
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly frames: number;
}

export function fromPixels({ data, width, height, channels, frames }: Pixels): Sharp {
  const raw = { width, height: height * frames, channels };
  return frames > 1 ? sharp(data, { animated: true, raw: { ...raw, pageHeight: height } }) : sharp(data, { raw });
}

export async function toPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const frames = info.pages ?? 1;
  return { data, width: info.width, height: info.height / frames, channels: info.channels as Pixels["channels"], frames };
}

export async function resizePixels(pixels: Pixels, { width, height }: ImageSize): Promise<Pixels> {
  if (pixels.width === width && pixels.height === height) return pixels;
  return toPixels(fromPixels(pixels).resize({ width, height, fit: "fill" }));
}

/** Shares the memory. */
export function firstFrame(pixels: Pixels): Pixels {
  const { width, height, channels } = pixels;
  return { ...pixels, data: pixels.data.subarray(0, width * height * channels), frames: 1 };
}

/** Turns stored pixels as EXIF's orientation says that they are to be shown. sharp mirrors before it rotates. */
export async function turnPixels(pixels: Pixels, orientation: number): Promise<Pixels> {
  const turn = turns[orientation];
  return turn ? toPixels(turn(fromPixels(pixels))) : pixels;
}

const turns: Readonly<Record<number, (image: Sharp) => Sharp>> = {
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.flip().rotate(90),
  6: (image) => image.rotate(90),
  7: (image) => image.flop().rotate(90),
  8: (image) => image.rotate(270),
};
