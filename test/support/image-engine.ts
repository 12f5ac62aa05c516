import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DecoderPool, type DecoderPoolOptions, type ImageJob, type ProcessedImage } from "@mediashare/worker";
import sharp, { type Sharp } from "sharp";

export const gibibyte = 1024 ** 3;

/** The image engine on files in a folder of its own. */
export class ImageEngine {
  readonly pool: DecoderPool;
  readonly folder: string;

  private constructor(pool: DecoderPool, folder: string) {
    this.pool = pool;
    this.folder = folder;
  }

  static async open(options: Partial<DecoderPoolOptions> = {}): Promise<ImageEngine> {
    const folder = await mkdtemp(join(tmpdir(), "mediashare-image-"));
    return new ImageEngine(await DecoderPool.open({ size: 1, memoryBytes: gibibyte, ...options }), folder);
  }

  async process(content: Uint8Array, overrides: Partial<ImageJob> = {}, signal?: AbortSignal): Promise<ProcessedImage> {
    return this.pool.processImage({ ...(await this.job(content)), ...overrides }, signal);
  }

  /** A job whose source is named after nothing, as in the worker. */
  async job(content: Uint8Array): Promise<ImageJob> {
    const folder = await mkdtemp(join(this.folder, "job-"));
    const source = join(folder, "original");
    await writeFile(source, content);
    return { source, folder, maxPixels: 250_000_000, modernFormat: "webp", prefix: "w" };
  }

  /** The code of the error that a file ends in. */
  async refusal(content: Uint8Array, overrides: Partial<ImageJob> = {}): Promise<string> {
    return this.process(content, overrides).then(
      ({ facts }) => `taken as ${JSON.stringify(facts)}`,
      (error: { code: string }) => error.code,
    );
  }

  async close(): Promise<void> {
    await this.pool.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A picture with detail, so that it has some size when it is encoded. */
export function picture(width: number, height: number): Sharp {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 40 };
  return sharp({ create: { width, height, channels: 3, background: "#808080", noise } });
}

/** One colour everywhere. */
export function plain(background: string, width = 64, height = 48): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** The channels of one pixel of an encoded image. */
export async function pixelAt(file: string | Uint8Array, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}

/** The file of a rendition. */
export function rendition(image: ProcessedImage, name: string): string {
  const found = image.images.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name} among ${image.images.map((each) => each.name).join(", ")}`);
  return found.file;
}
