import { readFile } from "node:fs/promises";
import type { ProcessedImage } from "@mediashare/worker";
import { expect } from "chai";
import exifr from "exifr";
import sharp, { type Sharp } from "sharp";
import { rgbaToThumbHash, thumbHashToApproximateAspectRatio } from "thumbhash";
import { ImageEngine, picture, pixelAt, plain, rendition } from "../../support/image-engine.ts";

const formats: Record<string, (image: Sharp) => Sharp> = {
  JPEG: (image) => image.jpeg(),
  PNG: (image) => image.png(),
  WebP: (image) => image.webp(),
  AVIF: (image) => image.avif({ effort: 0 }),
  GIF: (image) => image.gif(),
  TIFF: (image) => image.tiff(),
};

describe("the renditions of an image", function () {
  this.timeout(30_000);
  let engine: ImageEngine;
  before(async () => {
    engine = await ImageEngine.open();
  });
  after(() => engine.close());

  const expectColour = async (image: ProcessedImage, expected: readonly number[], tolerance = 6): Promise<void> => {
    for (const { name, file, width, height } of image.images) {
      const found = await pixelAt(file, width >> 1, height >> 1);
      for (const [channel, value] of expected.entries())
        expect(found[channel], `${name}: ${found.join(", ")}`).to.be.closeTo(value, tolerance);
    }
  };

  for (const [name, encode] of Object.entries(formats)) {
    it(`are made of ${name}, in the sizes that they say`, async () => {
      const made = await engine.process(await encode(plain("#c86432", 400, 300)).toBuffer());
      expect(made.facts).to.include({ width: 400, height: 300, frames: 1, format: name.toLowerCase() });
      expect(made.images.map((each) => each.name)).to.deep.equal(["w400.webp", "w400.jpg", "w320.webp", "w320.jpg"]);
      for (const each of made.images) {
        const { width, height, mediaType } = await sharp(each.file).metadata();
        expect({ width, height, mediaType }).to.deep.equal({ width: each.width, height: each.height, mediaType: each.contentType });
        expect((await readFile(each.file)).length).to.equal(each.sizeBytes);
      }
      await expectColour(made, [200, 100, 50], 8);
    });
  }

  it("are AVIF where the setting says so", async () => {
    const made = await engine.process(await plain("#c86432", 100, 80).png().toBuffer(), { modernFormat: "avif", prefix: "poster-" });
    expect((await sharp(rendition(made, "poster-100.avif")).metadata()).compression).to.equal("av1");
    await expectColour(made, [200, 100, 50]);
  });

  // The stored corner that is at the top left when shown, for EXIF's eight orientations (CIPA DC-008, tag 0112).
  const corners = ["top left", "top right", "bottom right", "bottom left", "top left", "bottom left", "bottom right", "top right"];
  corners.forEach((corner, index) => {
    const orientation = index + 1;
    it(`stand upright for orientation ${orientation}`, async () => {
      const [width, height] = [400, 300];
      // Red where the top left is to be, green where the top right is to be, blue elsewhere.
      const at = { left: corner.includes("left") ? 0 : width - 100, top: corner.includes("top") ? 0 : height - 100 };
      const isTurned = orientation >= 5;
      const next = isTurned ? { ...at, top: height - 100 - at.top } : { ...at, left: width - 100 - at.left };
      const square = (background: string): Promise<Buffer> => plain(background, 100, 100).png().toBuffer();
      const stored = await plain("#0000ff", width, height)
        .composite([
          { input: await square("#ff0000"), ...at },
          { input: await square("#00ff00"), ...next },
        ])
        .withMetadata({ orientation })
        .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
        .toBuffer();
      const made = await engine.process(stored);
      const shown = isTurned ? { width: 300, height: 400 } : { width: 400, height: 300 };
      expect(made.facts).to.include({ ...shown, orientation });
      expect(made.images[0]).to.include(shown);
      for (const each of made.images) {
        const [first = 0, second = 0] = await pixelAt(each.file, 20, 20);
        const [third = 0, fourth = 0] = await pixelAt(each.file, each.width - 20, 20);
        const [fifth = 0, sixth = 0, blue = 0] = await pixelAt(each.file, each.width - 20, each.height - 20);
        expect([first > 200, second < 60, third < 60, fourth > 200, fifth < 60, sixth < 60, blue > 200], each.name).to.deep.equal(
          Array(7).fill(true),
        );
      }
    });
  });

  it("have the colours of sRGB for Display P3 and CMYK", async () => {
    const red = plain("#c83232", 64, 64);
    for (const profile of ["p3", "cmyk"]) {
      const source = await (profile === "cmyk" ? red.clone().toColourspace("cmyk") : red.clone())
        .withIccProfile(profile)
        .jpeg({ quality: 100 })
        .toBuffer();
      expect((await sharp(source).metadata()).hasProfile, profile).to.equal(true);
      await expectColour(await engine.process(source), [200, 50, 50], profile === "cmyk" ? 25 : 8);
    }
    // The same numbers without the profile are another colour: the profile was applied, not dropped.
    const numbers = await sharp(await red.clone().withIccProfile("p3").png().toBuffer(), { ignoreIcc: true })
      .raw()
      .toBuffer();
    expect(numbers[0]).to.be.lessThan(192);
  });

  it("are 8 bit and in colour for 16 bit and for grey", async () => {
    const grey16 = await sharp(new Uint16Array(64 * 64).fill(0x8080), { raw: { width: 64, height: 64, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer();
    const rgb16 = await plain("#c86432", 64, 64).toColourspace("rgb16").tiff({ compression: "lzw" }).toBuffer();
    expect((await sharp(grey16).metadata()).depth).to.equal("ushort");
    expect((await sharp(rgb16).metadata()).depth).to.equal("ushort");
    await expectColour(await engine.process(grey16), [128, 128, 128]);
    await expectColour(await engine.process(rgb16), [200, 100, 50]);
    await expectColour(await engine.process(await plain("#808080", 64, 64).toColourspace("b-w").jpeg().toBuffer()), [128, 128, 128]);
  });

  for (const modernFormat of ["webp", "avif"] as const) {
    it(`keep transparency as ${modernFormat}, and stand on white as JPEG`, async () => {
      const clear = { r: 255, g: 0, b: 0, alpha: 0 };
      const source = await sharp({ create: { width: 500, height: 400, channels: 4, background: clear } })
        .png()
        .toBuffer();
      const made = await engine.process(source, { modernFormat });
      expect(made.facts.hasAlpha).to.equal(true);
      for (const width of [500, 320]) {
        expect((await pixelAt(rendition(made, `w${width}.${modernFormat}`), 50, 50))[3]).to.equal(0);
        expect(await pixelAt(rendition(made, `w${width}.jpg`), 50, 50)).to.deep.equal([255, 255, 255]);
      }
    });
  }

  it("keep the colours of what is half transparent", async () => {
    const half = { r: 200, g: 100, b: 50, alpha: 0.5 };
    const made = await engine.process(
      await sharp({ create: { width: 500, height: 400, channels: 4, background: half } })
        .png()
        .toBuffer(),
    );
    const [r, g, b, alpha] = await pixelAt(rendition(made, "w320.webp"), 50, 50);
    expect(
      [r, g, b, alpha].every((value, index) => Math.abs((value ?? 0) - [200, 100, 50, 128][index]!) <= 4),
      `${[r, g, b, alpha]}`,
    ).to.equal(true);
    const [red = 0] = await pixelAt(rendition(made, "w320.jpg"), 50, 50);
    expect(red).to.be.closeTo(227, 4);
  });

  for (const name of ["GIF", "WebP"] as const) {
    it(`of an animated ${name} move as WebP in their own time, and stand still as JPEG`, async () => {
      const frames = await Promise.all(["#ff0000", "#00ff00", "#0000ff"].map((background) => plain(background, 400, 300).png().toBuffer()));
      const timing = { delay: [100, 200, 300], loop: 4 };
      const joined = sharp(frames, { join: { animated: true } });
      const made = await engine.process(await (name === "GIF" ? joined.gif(timing) : joined.webp(timing)).toBuffer());
      expect(made.facts).to.include({ width: 400, height: 300, frames: 3 });
      for (const [width, height] of [
        [400, 300],
        [320, 240],
      ] as const) {
        const moving = await sharp(rendition(made, `w${width}.webp`)).metadata();
        expect(moving).to.deep.include({ ...timing, pages: 3, width, height });
        const second = await sharp(rendition(made, `w${width}.webp`), { page: 1 })
          .raw()
          .toBuffer();
        expect([(second[0] ?? 0) < 40, (second[1] ?? 0) > 200]).to.deep.equal([true, true]);
        const [red = 0, green = 0] = await pixelAt(rendition(made, `w${width}.jpg`), 50, 50);
        expect([red > 240, green < 15]).to.deep.equal([true, true]);
        expect((await sharp(rendition(made, `w${width}.jpg`)).metadata()).height).to.equal(height);
      }
    });
  }

  it("hold nothing of what the original said of its maker, place and time", async () => {
    const encoders = { JPEG: formats["JPEG"]!, PNG: formats["PNG"]!, WebP: formats["WebP"]!, AVIF: formats["AVIF"]! };
    for (const [name, encode] of Object.entries(encoders)) {
      const tagged = picture(400, 300)
        .withExif({
          IFD0: { Make: "ACME", Artist: "Somebody" },
          IFD3: { GPSLatitudeRef: "N", GPSLatitude: "46/1 30/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "8/1 0/1 0/1" },
        })
        .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta>")
        .withIccProfile("p3");
      const made = await engine.process(await encode(tagged).toBuffer(), { modernFormat: name === "PNG" ? "avif" : "webp" });
      expect(made.facts.place, name).to.deep.equal({ latitude: 46.5, longitude: 8 });
      for (const { name: of, file } of made.images) {
        const metadata = await sharp(file).metadata();
        expect(
          [metadata.exif, metadata.xmp, metadata.iptc, metadata.icc, metadata.orientation, metadata.comments],
          `${name}: ${of}`,
        ).to.deep.equal(Array(6).fill(undefined));
        const bytes = await readFile(file);
        expect(bytes.includes("ACME") || bytes.includes("Exif") || bytes.includes("xmpmeta"), `${name}: ${of}`).to.equal(false);
        if (of.endsWith(".jpg")) expect(await exifr.parse(file, true).then((tags) => tags?.Make ?? tags?.latitude)).to.equal(undefined);
      }
    }
  });

  it("come with a thumbhash of the picture as it is shown", async () => {
    const made = await engine.process(await plain("#c86432", 400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    const hash = Buffer.from(made.thumbhash, "base64");
    expect(thumbHashToApproximateAspectRatio(hash)).to.be.closeTo(0.5, 0.1);
    const rgba = Buffer.from(Array.from({ length: 50 * 100 }, () => [200, 100, 50, 255]).flat());
    const exact = Buffer.from(rgbaToThumbHash(50, 100, rgba));
    // The header holds the mean colour.
    expect(hash.readUIntLE(0, 3) & 0x3f).to.be.closeTo(exact.readUIntLE(0, 3) & 0x3f, 1);
  });

  it("are made of the thinnest pictures", async () => {
    for (const [width, height] of [
      [1, 1],
      [1, 3000],
      [3000, 1],
      [7, 20_000],
    ] as const) {
      const made = await engine.process(await plain("#c86432", width, height).png().toBuffer());
      expect(made.facts, `${width} × ${height}`).to.include({ width, height });
    }
  });
});
