import type { ProcessedImage } from "@mediashare/worker";
import { expect } from "chai";
import sharp from "sharp";
import { buildTiff, gps } from "../../support/exif.ts";
import { heicWithExif, readHeic, withSize } from "../../support/heic.ts";
import { gibibyte, ImageEngine, pixelAt, plain, rendition } from "../../support/image-engine.ts";
import { appleMakerNote } from "../../support/live-photo.ts";

describe("a HEIC photo", function () {
  this.timeout(30_000);
  let engine: ImageEngine;
  before(async () => {
    engine = await ImageEngine.open();
  });
  after(() => engine.close());

  /** Red at the top left, green at the top right, blue elsewhere: in every rendition. */
  const expectCorners = async ({ images }: ProcessedImage): Promise<void> => {
    for (const { name, file, width, height } of images) {
      const corners = [
        await pixelAt(file, 20, 20),
        await pixelAt(file, width - 20, 20),
        await pixelAt(file, 20, height - 20),
        await pixelAt(file, width - 20, height - 20),
      ];
      const seen = corners.map((pixel) => pixel.slice(0, 3).map((value) => (value > 200 ? 1 : value < 60 ? 0 : value)));
      expect(seen, name).to.deep.equal([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ]);
    }
  };

  it("has the renditions and the look of any other photo", async () => {
    const made = await engine.process(await readHeic("plain"));
    expect(made.facts).to.deep.equal({ format: "heic", width: 400, height: 300, orientation: 1, frames: 1, hasAlpha: false });
    expect(made.images.map(({ name }) => name)).to.deep.equal(["w400.webp", "w400.jpg", "w320.webp", "w320.jpg"]);
    await expectCorners(made);
    const square = (background: string) => plain(background, 100, 100).png().toBuffer();
    const png = await plain("#0000ff", 400, 300)
      .composite([
        { input: await square("#ff0000"), left: 0, top: 0 },
        { input: await square("#00ff00"), left: 300, top: 0 },
      ])
      .png()
      .toBuffer();
    expect(made.look)
      .to.be.an("object")
      .and.deep.equal((await engine.process(png)).look);
  });

  for (const [name, how] of [
    ["turned", "turned by `irot`, and not again by EXIF's orientation"],
    ["mirrored", "mirrored by `imir`"],
    ["grid", "put together of the tiles that phones write"],
  ] as const) {
    it(`is ${how}`, async () => {
      const made = await engine.process(await readHeic(name));
      expect(made.facts).to.include({ width: 400, height: 300, orientation: 1 });
      await expectCorners(made);
    });
  }

  it("in Display P3 has the colours of sRGB", async () => {
    const { images } = await engine.process(await readHeic("p3"));
    for (const { name, file } of images) {
      const [red = 0, green = 0, blue = 0] = await pixelAt(file, 32, 32);
      expect(red, name).to.be.closeTo(200, 4);
      expect(green, name).to.be.closeTo(50, 4);
      expect(blue, name).to.be.closeTo(50, 4);
      expect((await sharp(file).metadata()).icc, name).to.equal(undefined);
    }
  });

  it("of 10 bits has the same colours in 8", async () => {
    const { images } = await engine.process(await readHeic("ten-bit"));
    for (const { name, file } of images) {
      const [red = 0, green = 0, blue = 0] = await pixelAt(file, 32, 32);
      expect(red, name).to.be.closeTo(200, 4);
      expect(green, name).to.be.closeTo(100, 4);
      expect(blue, name).to.be.closeTo(50, 4);
    }
  });

  it("keeps its transparency", async () => {
    const made = await engine.process(await readHeic("alpha"));
    expect(made.facts.hasAlpha).to.equal(true);
    expect((await pixelAt(rendition(made, "w400.webp"), 200, 250))[3]).to.equal(0);
    expect((await pixelAt(rendition(made, "w400.webp"), 20, 20))[3]).to.equal(255);
    expect(await pixelAt(rendition(made, "w400.jpg"), 200, 250)).to.deep.equal([255, 255, 255]);
  });

  it("of several pictures is the primary one", async () => {
    const made = await engine.process(await readHeic("several"));
    expect(made.facts).to.include({ width: 96, height: 64 });
    expect((await pixelAt(rendition(made, "w96.jpg"), 48, 32))[0]).to.be.greaterThan(240);
  });

  it("says when, where and by what it was taken, and which film belongs to it", async () => {
    const block = buildTiff({
      image: [
        [0x10f, { ascii: "Apple" }],
        [0x110, { ascii: "iPhone 17" }],
        [0x112, { short: 6 }],
      ],
      exif: [
        [0x9003, { ascii: "2026:05:06 07:08:09" }],
        [0x9011, { ascii: "+02:00" }],
        [0x927c, { bytes: [...appleMakerNote("0A1B2C3D-0000-4000-8000-00000000BEEF")] }],
      ],
      gps,
    });
    const made = await engine.process(await heicWithExif(block));
    expect(made.facts).to.deep.include({
      ...{ width: 400, height: 300, orientation: 1 },
      capturedAt: "2026-05-06T05:08:09.000Z",
      capturedLocal: "2026-05-06T07:08:09+02:00",
      camera: { make: "Apple", model: "iPhone 17" },
      place: { latitude: 53 + 33 / 60 + 5 / 3600, longitude: 9 + 59 / 60 + 30 / 3600 },
      contentId: "0a1b2c3d-0000-4000-8000-00000000beef",
    });
    await expectCorners(made);
  });

  it("is taken as one where an EXIF block is broken", async () => {
    for (const block of [Buffer.from("nonsense"), Buffer.alloc(2_000, 0xff)]) {
      expect((await engine.process(await heicWithExif(block))).facts).to.include({ width: 400, height: 300 });
    }
  });

  it("that says it is a bomb is refused before it is decoded", async () => {
    const begun = performance.now();
    const error = await engine.process(withSize(await readHeic("plain"), 30_000, 30_000)).then(
      () => undefined,
      (thrown: { code: string; message: string }) => thrown,
    );
    expect(error).to.include({ code: "too_many_pixels" });
    expect(error?.message).to.match(/more than 100 megapixels/);
    expect(performance.now() - begun).to.be.lessThan(3_000);
    expect(await engine.refusal(await readHeic("plain"), { maxPixels: 400 * 300 - 1 })).to.equal("too_many_pixels");
    expect(await engine.refusal(await readHeic("plain"), { maxPixels: 400 * 300 })).to.match(/^taken/);
  });

  it("whose size is not that of its picture does not get more memory than others", async () => {
    const small = await ImageEngine.open({ memoryBytes: gibibyte / 2 });
    try {
      for (const [width, height] of [
        [64, 64],
        [4_000, 3_000],
      ] as const)
        expect(await small.refusal(withSize(await readHeic("plain"), width, height))).to.match(/^(corrupt|too_many_pixels)$/);
    } finally {
      await small.close();
    }
  });

  for (const name of ["plain", "grid", "tagged", "turned"]) {
    it(`that is cut off anywhere (${name}) is refused as that`, async () => {
      const heic = await readHeic(name);
      for (const share of [0.2, 0.5, 0.8, 0.95, 0.999]) {
        expect(await engine.refusal(heic.subarray(0, Math.floor(heic.length * share))), String(share)).to.equal("truncated");
      }
    });
  }

  it("that is damaged is refused, or comes as far as it can be read, and harms nothing that comes after it", async () => {
    const heic = await readHeic("grid");
    for (let at = 24; at < heic.length; at += Math.ceil(heic.length / 40)) {
      const damaged = Buffer.from(heic).fill(0xa5, at, at + 8);
      expect(await engine.refusal(damaged), String(at)).to.match(/^(taken|corrupt|truncated|unsupported_type|too_many_pixels)/);
    }
    await expectCorners(await engine.process(heic));
  });

  it("in a coding that cannot be read is refused with that reason", async () => {
    const avif = await plain("#c86432", 64, 64).avif({ effort: 0 }).toBuffer();
    const disguised = Buffer.from(avif);
    for (let at = disguised.indexOf("avif"); at >= 0 && at < 64; at = disguised.indexOf("avif", at)) disguised.write("mif1", at, "latin1");
    const error = await engine.process(disguised).then(
      () => undefined,
      (thrown: { code: string; message: string }) => thrown,
    );
    expect(error).to.include({ code: "unsupported_type" });
    expect(error?.message).to.match(/coded in a way that is not supported/);
  });
});
