import { expect } from "chai";
import sharp, { type Sharp } from "sharp";
import { buildTiff, type ExifDirectories, withExifBlock } from "../../support/exif.ts";
import { ImageEngine, plain } from "../../support/image-engine.ts";

const directories: ExifDirectories = {
  image: [
    [0x10f, { ascii: "ACME" }],
    [0x110, { ascii: "One" }],
    [0x112, { short: 1 }],
  ],
  exif: [
    [0x829a, { rational: [[1, 250]] }],
    [0x829d, { rational: [[18, 10]] }],
    [0x8827, { short: 200 }],
    [0x9003, { ascii: "2024:05:06 07:08:09" }],
    [0x9011, { ascii: "+02:00" }],
    [0x920a, { rational: [[50, 1]] }],
    [0xa434, { ascii: "ACME 50mm" }],
  ],
  gps: [
    [1, { ascii: "S" }],
    [
      2,
      {
        rational: [
          [33, 1],
          [30, 1],
          [0, 1],
        ],
      },
    ],
    [3, { ascii: "E" }],
    [
      4,
      {
        rational: [
          [151, 1],
          [15, 1],
          [0, 1],
        ],
      },
    ],
    [5, { bytes: [0] }],
    [6, { rational: [[125, 2]] }],
  ],
};

const facts = {
  capturedAt: "2024-05-06T05:08:09.000Z",
  capturedLocal: "2024-05-06T07:08:09+02:00",
  camera: { make: "ACME", model: "One", lens: "ACME 50mm" },
  exposure: { seconds: 0.004, fNumber: 1.8, iso: 200, focalLengthMm: 50 },
  place: { latitude: -33.5, longitude: 151.25, altitudeM: 62.5 },
};

describe("the facts of an image", function () {
  this.timeout(30_000);
  let engine: ImageEngine;
  before(async () => {
    engine = await ImageEngine.open();
  });
  after(() => engine.close());

  it("are read from a JPEG", async () => {
    const jpeg = await plain("#c86432", 40, 30).jpeg().toBuffer();
    expect((await engine.process(withExifBlock(jpeg, buildTiff(directories)))).facts).to.deep.equal({
      ...{ format: "jpeg", width: 40, height: 30, orientation: 1, frames: 1, hasAlpha: false },
      ...facts,
    });
  });

  const encoders: Record<string, (image: Sharp) => Sharp> = {
    png: (image) => image.png(),
    webp: (image) => image.webp(),
    avif: (image) => image.avif({ effort: 0 }),
  };
  for (const [format, encode] of Object.entries(encoders)) {
    it(`are read from ${format}`, async () => {
      const jpeg = withExifBlock(await plain("#c86432", 40, 30).jpeg().toBuffer(), buildTiff(directories));
      const source = await encode(sharp(jpeg).keepExif()).toBuffer();
      expect((await engine.process(source)).facts).to.deep.include({ format, ...facts });
    });
  }

  it("are read from a TIFF, whose directories are EXIF's", async () => {
    const made = await engine.process(buildTiff(directories, Buffer.alloc(16 * 12, 128)));
    expect(made.facts).to.deep.include({ format: "tiff", width: 16, height: 12, ...facts });
  });

  it("are read of an upright AVIF as it is shown", async () => {
    const source = await plain("#c86432", 400, 300).withMetadata({ orientation: 6 }).avif({ effort: 0 }).toBuffer();
    const { width, height } = (await engine.process(source)).images[0]!;
    const shown = await sharp(source).autoOrient().toBuffer({ resolveWithObject: true });
    expect({ width, height }).to.deep.equal({ width: shown.info.width, height: shown.info.height });
  });

  it("are those of the picture alone where the EXIF block is broken", async () => {
    const jpeg = await plain("#c86432", 40, 30).jpeg().toBuffer();
    const sound = buildTiff(directories);
    const broken = Buffer.concat([sound.subarray(0, 40), Buffer.alloc(sound.length, 0xff)]);
    for (const block of [broken, sound.subarray(0, 12), Buffer.from("nonsense"), Buffer.alloc(0)]) {
      const { facts: found } = await engine.process(withExifBlock(jpeg, block));
      expect(found).to.include({ width: 40, height: 30 });
      expect(found.place).to.equal(undefined);
    }
  });
});
