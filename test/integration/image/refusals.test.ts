import { readdir } from "node:fs/promises";
import { expect } from "chai";
import type { Sharp } from "sharp";
import { buildTiff, withExifBlock } from "../../support/exif.ts";
import { emptyPng, gifBomb } from "../../support/hostile-images.ts";
import { ImageEngine, picture } from "../../support/image-engine.ts";

const encoders: Record<string, (image: Sharp) => Sharp> = {
  JPEG: (image) => image.jpeg(),
  "progressive JPEG": (image) => image.jpeg({ progressive: true }),
  PNG: (image) => image.png(),
  "interlaced PNG": (image) => image.png({ progressive: true }),
  WebP: (image) => image.webp(),
  AVIF: (image) => image.avif({ effort: 0 }),
  GIF: (image) => image.gif(),
  TIFF: (image) => image.tiff(),
};

describe("an image that is refused", function () {
  this.timeout(30_000);
  let engine: ImageEngine;
  before(async () => {
    engine = await ImageEngine.open();
  });
  after(() => engine.close());

  it("has too many pixels, and is refused by its header", async () => {
    const bomb = emptyPng(20_000, 20_000);
    const begun = performance.now();
    expect(await engine.refusal(bomb)).to.equal("too_many_pixels");
    expect(performance.now() - begun).to.be.lessThan(2_000);
    expect(await engine.refusal(emptyPng(1_000, 1_000), { maxPixels: 999_999 })).to.equal("too_many_pixels");
    expect(await engine.refusal(emptyPng(1_000, 1_000), { maxPixels: 1_000_000 })).to.match(/^taken/);
  });

  it("has too many pixels over all of its frames", async () => {
    expect(gifBomb(10_000, 1_000).length).to.be.lessThan(30_000);
    expect(await engine.refusal(gifBomb(10_000, 1_000))).to.equal("too_many_pixels");
    expect(await engine.refusal(gifBomb(10, 100), { maxPixels: 9_999 })).to.equal("too_many_pixels");
  });

  it("has too many frames", async () => {
    expect(await engine.refusal(gifBomb(1, 5_000))).to.equal("too_many_frames");
    expect(await engine.refusal(gifBomb(1, 11), { maxFrames: 10 })).to.equal("too_many_frames");
    expect(await engine.refusal(gifBomb(1, 10), { maxFrames: 10 })).to.match(/^taken/);
  });

  for (const [name, encode] of Object.entries(encoders)) {
    it(`is truncated: ${name}, cut at half, in the head and near the end`, async () => {
      const whole = await encode(picture(300, 200)).toBuffer();
      for (const share of [0.5, 0.15, 0.95])
        expect(await engine.refusal(whole.subarray(0, Math.floor(whole.length * share))), `${share}`).to.equal("truncated");
    });

    it(`is not refused: ${name} with bytes behind its end`, async () => {
      const whole = await encode(picture(300, 200)).toBuffer();
      expect(await engine.refusal(Buffer.concat([whole, Buffer.from("left over from somewhere")]))).to.match(/^taken/);
    });
  }

  it("is truncated: a TIFF whose pixels are missing behind its directory", async () => {
    const tiff = buildTiff({}, Buffer.alloc(16 * 600, 128));
    const pixelsLast = moveDirectoryFirst(tiff, 16 * 600);
    expect(await engine.refusal(pixelsLast)).to.match(/^taken/);
    expect(await engine.refusal(pixelsLast.subarray(0, 5_000))).to.equal("truncated");
  });

  it("is damaged", async () => {
    for (const name of ["PNG", "AVIF"]) {
      const bytes = await encoders[name]!(picture(300, 200)).toBuffer();
      for (let at = 0; at < 40; at += 1) bytes[Math.floor(bytes.length * 0.4) + at * 7]! ^= 0x5a;
      expect(await engine.refusal(bytes), name).to.equal("corrupt");
    }
  });

  it("is not refused: a JPEG with an oddity that harms nothing", async () => {
    const jpeg = await picture(300, 200).jpeg().toBuffer();
    expect(await engine.refusal(withExifBlock(jpeg, Buffer.from("II*\0\xff\xff\xff\xff", "latin1")))).to.match(/^taken/);
    // Fill bytes before a marker that are not 0xff: “extraneous bytes before marker”.
    expect(await engine.refusal(Buffer.concat([jpeg.subarray(0, -2), Buffer.from([1, 2, 3]), jpeg.subarray(-2)]))).to.match(/^taken/);
  });

  it("is of a kind that is not decoded here", async () => {
    for (const text of [
      "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
      "%PDF-1.7\n",
      "hello",
      "P6 1 1 255 abc",
      "#?RADIANCE\n",
    ]) {
      expect(await engine.refusal(Buffer.from(text)), text).to.equal("unsupported_type");
    }
  });

  it("is empty", async () => {
    expect(await engine.refusal(Buffer.alloc(0))).to.equal("empty");
  });

  it("costs no process and leaves no rendition", async () => {
    const job = await engine.job((await picture(400, 300).jpeg().toBuffer()).subarray(0, 10_000));
    await engine.pool.processImage(job).catch(() => undefined);
    expect(await readdir(job.folder)).to.deep.equal(["original"]);
  });
});

/** Directory, then pixels: as cameras write it. */
function moveDirectoryFirst(tiff: Buffer, pixelBytes: number): Buffer {
  const directory = Buffer.from(tiff.subarray(8 + pixelBytes));
  const count = directory.readUInt16LE(0);
  for (let entry = 0; entry < count; entry += 1) {
    if (directory.readUInt16LE(2 + 12 * entry) === 0x111) directory.writeUInt32LE(8 + directory.length, 2 + 12 * entry + 8);
  }
  const head = Buffer.from(tiff.subarray(0, 8));
  head.writeUInt32LE(8, 4);
  return Buffer.concat([head, directory, tiff.subarray(8, 8 + pixelBytes)]);
}
