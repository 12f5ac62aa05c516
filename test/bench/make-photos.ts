import { availableParallelism } from "node:os";
import { join } from "node:path";
import { renderScene } from "@mediashare/local";
import sharp from "sharp";
import { seededRandom } from "../support/seeded-random.ts";

const width = 4000;
const height = 3000;
const scenes = 10;
/** What a small sensor has in dim light: it makes JPEGs of 3 to 5 MB, as cameras write them. */
const noiseAmplitude = 36;
const tileSide = 1024;
const field = { width: width + tileSide, height: height + tileSide, channels: 3 } as const;

/** Photos of 12 MP as JPEG: the same for the same count. */
export async function makePhotos(folder: string, count: number): Promise<void> {
  const noise = await renderNoise();
  const indices = Array.from({ length: count }, (_unused, index) => index).values();
  const backgrounds = new Map<number, Promise<Buffer>>();
  const makeRest = async (): Promise<void> => {
    for (const index of indices) {
      const scene = index % scenes;
      const background = backgrounds.get(scene) ?? renderBackground(scene);
      backgrounds.set(scene, background);
      await makePhoto(await background, noise, index, join(folder, `photo-${String(index).padStart(4, "0")}.jpg`));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, makeRest));
}

async function renderBackground(seed: number): Promise<Buffer> {
  return sharp(Buffer.from(renderScene(seed, width, height)))
    .flatten()
    .raw()
    .toBuffer();
}

/** The noise lies elsewhere on each photo, so that no two are the same. */
async function makePhoto(background: Buffer, noise: Buffer, index: number, file: string): Promise<void> {
  const offset = { left: (index * 37) % tileSide, top: (index * 101) % tileSide };
  const covering = await sharp(noise, { raw: field })
    .extract({ ...offset, width, height })
    .raw()
    .toBuffer();
  await sharp(background, { raw: { width, height, channels: 3 } })
    .composite([{ input: covering, raw: { width, height, channels: 3 }, blend: "soft-light" }])
    .jpeg({ quality: 90 })
    .withExif({ IFD0: { Make: "Mediashare", Model: "Bench" }, IFD2: { DateTimeOriginal: "2026:05:01 12:00:00" } })
    .toFile(file);
}

/** Grey noise, coarser than a pixel as cameras' own smoothing leaves it. */
async function renderNoise(): Promise<Buffer> {
  const random = seededRandom(1);
  const grain = Buffer.from(Array.from({ length: tileSide * tileSide * 3 }, () => 128 + (random() + random() - 1) * noiseAmplitude * 4));
  const tile = await sharp(grain, { raw: { width: tileSide, height: tileSide, channels: 3 } })
    .blur(0.8)
    .raw()
    .toBuffer();
  return sharp(tile, { raw: { width: tileSide, height: tileSide, channels: 3 } })
    .extend({ right: width, bottom: height, extendWith: "repeat" })
    .raw()
    .toBuffer();
}
